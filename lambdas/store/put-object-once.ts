import { PutObjectCommand, type PutObjectCommandInput, S3ServiceException } from "@aws-sdk/client-s3";
import type { Deps } from "../deps.ts";

/** Writes an object that never changes: `there` when one lies under the key already, which stands. */
export const putObjectOnce = async (
  bucket: Deps["bucket"],
  object: Pick<PutObjectCommandInput, "Bucket" | "Key" | "Body" | "ContentType">,
): Promise<"put" | "there"> => {
  try {
    await bucket.send(new PutObjectCommand({ ...object, IfNoneMatch: "*" }));
    return "put";
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === "PreconditionFailed") return "there";
    throw error;
  }
};
