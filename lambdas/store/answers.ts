import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { GetObjectCommand, NoSuchKey, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Deps } from "../deps.ts";

/** How long an address for a large answer works: long enough for 32 MB over a slow line. */
const VALID_SECONDS = 60 * 60;

const keyOf = (sha256: string): string => `answers/${sha256}`;

export type FoundAnswer =
  | { readonly state: "found"; readonly text: string; readonly sizeBytes: number }
  | { readonly state: "missing" }
  | { readonly state: "too-large"; readonly sizeBytes: number }
  | { readonly state: "other-bytes" }
  /** Not UTF-8: letters would be lost. */
  | { readonly state: "no-text" };

/** Answers too large for a row, in the bucket by the hash of their JSON: the same bytes twice are the same object. */
export const answers = ({ bucket, config }: Pick<Deps, "bucket" | "config">) => {
  const Bucket = config.ANSWERS_BUCKET;
  return {
    /** An address to put exactly these bytes to: the bucket refuses other ones by length and checksum. */
    async addressFor(
      sha256: string,
      sizeBytes: number,
    ): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }> {
      const headers = {
        "content-type": "application/json",
        "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64"),
      };
      const url = await getSignedUrl(
        bucket,
        new PutObjectCommand({
          Bucket,
          Key: keyOf(sha256),
          ContentLength: sizeBytes,
          ContentType: headers["content-type"],
          ChecksumSHA256: headers["x-amz-checksum-sha256"],
        }),
        {
          expiresIn: VALID_SECONDS,
          // Left in the headers: hoisted into the address, AWS would not hold the body to it.
          unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
          signableHeaders: new Set(["host", "content-length", "content-type", "x-amz-checksum-sha256"]),
        },
      );
      return { url, headers };
    },

    /** The text of an answer, checked against its hash; at most `bytesMax`. */
    async find(sha256: string, bytesMax: number): Promise<FoundAnswer> {
      try {
        const { Body, ContentLength = 0 } = await bucket.send(new GetObjectCommand({ Bucket, Key: keyOf(sha256) }));
        if (ContentLength > bytesMax || !Body) return { state: "too-large", sizeBytes: ContentLength };
        const bytes = await Body.transformToByteArray();
        if (createHash("sha256").update(bytes).digest("hex") !== sha256) return { state: "other-bytes" };
        if (!isUtf8(bytes)) return { state: "no-text" };
        return { state: "found", text: Buffer.from(bytes).toString("utf8"), sizeBytes: bytes.length };
      } catch (error) {
        if (error instanceof NoSuchKey) return { state: "missing" };
        throw error;
      }
    },

    /** Puts an answer's JSON, and says under which hash. */
    async put(text: string): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
      const bytes = Buffer.from(text, "utf8");
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      await bucket.send(
        new PutObjectCommand({ Bucket, Key: keyOf(sha256), Body: bytes, ContentType: "application/json" }),
      );
      return { sha256, sizeBytes: bytes.length };
    },
  };
};
