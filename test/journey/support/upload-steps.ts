import { expect } from "vitest";
import { ONE_POST_BYTES_MAX } from "../../../core/upload-name.ts";
import { type Api, upload } from "../../support/api.ts";
import { pictureWithOrientation } from "../../support/pictures.ts";
import { codeOf } from "./noting.ts";

/** Uploads `one.jpg` in one piece, `in-parts.jpg` in parts, and gives a third up. */
export const uploadInOneAndInParts = async (vendor: Api, projectId: string): Promise<void> => {
  const path = { projectId };
  await upload(vendor, projectId, "one.jpg", await pictureWithOrientation(1), "image/jpeg");
  const { files } = await vendor.call("startUpload", {
    path,
    body: {
      files: ["given-up.jpg", "in-parts.jpg"].map((name) => ({
        name,
        sizeBytes: ONE_POST_BYTES_MAX + 1,
        contentType: "image/jpeg",
      })),
    },
  });
  const [givenUp, inParts] = files;
  if (givenUp?.kind !== "multipart" || inParts?.kind !== "multipart")
    throw new Error("two uploads in parts were expected");
  await vendor.call("abortUpload", { path, body: { key: givenUp.key, uploadId: givenUp.uploadId } });
  const { key, uploadId } = inParts;
  const turned = await pictureWithOrientation(6);
  const wanted = { key, uploadId, sizeBytes: turned.length, parts: [1] };
  const signed = await vendor.call("signUploadParts", { path, body: wanted });
  const put = await fetch(signed.parts[0]?.url ?? "", {
    method: "PUT",
    body: new Uint8Array(turned),
  });
  const parts = [{ part: 1, etag: put.headers.get("etag") ?? "" }];
  await vendor.call("completeUpload", { path, body: { key, uploadId, parts } });
  await vendor.call("completeUpload", { path, body: { key, uploadId, parts } });
  const never = { key: `${projectId}/never.jpg`, uploadId, parts };
  expect(await codeOf(vendor.call("completeUpload", { path, body: never }))).toBe("not-found");
};
