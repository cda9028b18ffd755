import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shownItem } from "../../lambdas/media-url.ts";
import { texts } from "../../lambdas/store/texts.ts";
import { aHeader } from "../support/labelling.ts";
import { type LabellingCloud, openLabellingCloud } from "../support/labelling-cloud.ts";

describe("an item that is shown", () => {
  let cloud: LabellingCloud;
  beforeAll(async () => {
    cloud = await openLabellingCloud();
  });
  afterAll(() => cloud.close());
  const picture = (changes: object = {}) =>
    aHeader({ source: { from: "object", key: "forest/é 1.jpg", sizeBytes: 3, sha256: "0".repeat(64), ...changes } });

  it("has an address that the bucket honours, with the type that was sniffed", async () => {
    const put = { Bucket: "ingest", Key: "forest/é 1.jpg", Body: "abc", ContentType: "text/html" };
    await cloud.deps.bucket.send(new PutObjectCommand(put));
    const shown = await shownItem(cloud.deps, picture());
    const response = await fetch(shown!.url!);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(response.headers.get("content-disposition")).toBe("inline");
  });

  it("has the same address for a quarter of an hour, good for an hour at least", async () => {
    const at = (ms: number) => shownItem({ ...cloud.deps, now: () => ms }, picture());
    const start = Date.UTC(2026, 0, 1, 12, 0, 0);
    const [first, second, third] = await Promise.all([at(start), at(start + 899_000), at(start + 900_000)]);
    expect(second?.url).toBe(first?.url);
    expect(third?.url).not.toBe(first?.url);
    const asked = new URL(first!.url!).searchParams;
    expect(Number(asked.get("X-Amz-Expires"))).toBeGreaterThanOrEqual(900 + 3600);
    expect(asked.get("X-Amz-Date")).toBe("20260101T120000Z");
  });

  it("is its text, when it is one that came in a manifest", async () => {
    const sha256 = "1".repeat(64);
    const header = aHeader({
      media: { kind: "text", contentType: "text/plain", codePoints: 5 },
      source: { from: "manifest", manifestKey: "forest/all.jsonl", line: 1, sizeBytes: 5, sha256 },
    });
    await texts(cloud.deps).put(header.projectId, header.itemId, sha256, "A moth");
    expect(await shownItem(cloud.deps, header)).toMatchObject({ text: "A moth", round: 1 });
  });

  it("is nothing when it never became labelable", async () => {
    const { media: _, ...header } = aHeader({ state: "rejected" });
    expect(await shownItem(cloud.deps, header)).toBeUndefined();
  });
});
