import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { Deps } from "../deps.ts";
import type { Erasure, ErasureLedger } from "../erasure/ledger.ts";
import { putObjectOnce } from "./put-object-once.ts";

const FOLDER = "erasures/";

/**
 * Who was to be erased, and when: an id and a moment, nothing else. In the bucket of answers, since a restore of the
 * tables must not take it back.
 */
export const erasures = ({ bucket, config }: Pick<Deps, "bucket" | "config">) => {
  const Bucket = config.ANSWERS_BUCKET;
  const read = async (Key: string): Promise<Erasure> => {
    const { Body } = await bucket.send(new GetObjectCommand({ Bucket, Key }));
    if (!Body) throw new Error(`object ${Key} has no body`);
    return JSON.parse(await Body.transformToString()) as Erasure;
  };
  return {
    /** Once: the first moment stands. */
    async record(erasure: Erasure): Promise<void> {
      const Key = `${FOLDER}${erasure.personId}.json`;
      await putObjectOnce(bucket, { Bucket, Key, Body: JSON.stringify(erasure), ContentType: "application/json" });
    },

    /** All there ever were. */
    async all(): Promise<readonly Erasure[]> {
      const found: Erasure[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: bucket }, { Bucket, Prefix: FOLDER }))
        for (const { Key } of Contents) if (Key) found.push(await read(Key));
      return found;
    },
  } satisfies ErasureLedger;
};
