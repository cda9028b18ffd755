import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { SkillsSnapshot } from "../../core/consensus/online/skills-snapshot.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { putObjectOnce } from "./put-object-once.ts";

/** What was learned, and from which moment's annotations. */
export interface LearnedSnapshot extends SkillsSnapshot {
  readonly asOfMs: number;
}

type Named = { readonly projectId: ProjectId; readonly number: number };
type Part = "snapshot" | "report";

const keyOf = ({ projectId, number }: Named, part: Part): string => `skills/${projectId}/${number}/${part}.json`;

/** Snapshots of skills, each written once, and what was found when a snapshot was put to use. */
export const skillsObjects = ({ bucket, config }: Pick<Deps, "bucket" | "config">) => {
  const Bucket = config.ANSWERS_BUCKET;
  const objectOf = (named: Named, part: Part, content: unknown) => ({
    Bucket,
    Key: keyOf(named, part),
    Body: JSON.stringify(content),
    ContentType: "application/json",
  });
  const read = async (named: Named, part: Part): Promise<unknown> => {
    const { Body } = await bucket.send(new GetObjectCommand({ Bucket, Key: keyOf(named, part) }));
    if (!Body) throw new Error(`object ${keyOf(named, part)} has no body`);
    return JSON.parse(await Body.transformToString());
  };
  return {
    /** Whoever learned the same number first, or was cut off after it, has written it: that one stands. */
    async putSnapshot(named: Named, content: LearnedSnapshot): Promise<"put" | "there"> {
      return putObjectOnce(bucket, objectOf(named, "snapshot", content));
    },

    /** A function of the snapshot and the answers as of its moment, so that writing it again is no harm. */
    async putReport(named: Named, content: unknown): Promise<void> {
      await bucket.send(new PutObjectCommand(objectOf(named, "report", content)));
    },

    /** It is there before its record is. */
    async readSnapshot(named: Named): Promise<LearnedSnapshot> {
      return (await read(named, "snapshot")) as LearnedSnapshot;
    },

    /** It is there before the record says `applied`. */
    readReport: (named: Named): Promise<unknown> => read(named, "report"),
  };
};
