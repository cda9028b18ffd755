import { createHash } from "node:crypto";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnnotatorId } from "../../core/ids.ts";
import { parseManifestLine } from "../../core/manifest-line.ts";
import { VOICE_BYTES_MAX, type VoiceType, voiceKeyOf } from "../../core/voice-note.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { getProposal } from "../../lambdas/get-proposal.ts";
import { readVoice } from "../../lambdas/ingest/voice.ts";
import { ingest } from "../../lambdas/ingest.ts";
import { propose } from "../../lambdas/propose.ts";
import { secondProposal } from "../../lambdas/second-proposal.ts";
import { startVoice } from "../../lambdas/start-voice.ts";
import { annotatorOf, labelled, PEST, projectIdOf } from "../support/labelling.ts";
import { openProposalWorld, type ProposalWorld } from "../support/proposal-world.ts";
import { anMp4, anOgg, aWav, aWebm } from "../support/voices.ts";

const [NEHMA, ASHA] = [annotatorOf(0), annotatorOf(1)] as [AnnotatorId, AnnotatorId];
const HTML = Buffer.from("<!doctype html><script>alert(document.domain)</script>");

let world: ProposalWorld;
let itemId: string;
beforeEach(async () => {
  world = await openProposalWorld({ items: 1 });
  [itemId = ""] = await world.label(NEHMA, () => labelled(PEST));
});
afterEach(() => world.close());

/** Puts bytes under a key that `startVoice` gave for that kind of sound. */
const recorded = async (bytes: Buffer, contentType: VoiceType): Promise<string> => {
  const { key } = await world.call(endpoints.startVoice, startVoice, NEHMA, {
    body: { contentType, sizeBytes: Math.min(VOICE_BYTES_MAX, Math.max(1, bytes.length)) },
  });
  world.objects.set(key, bytes);
  return key;
};
const say = (voice: string) =>
  world.ask(endpoints.propose, propose, NEHMA, {
    body: { proposalId: world.deps.newId(), kind: "add", labels: [], language: "hi", voice, example: { itemId } },
  });

const GOOD: readonly (readonly [string, VoiceType, Buffer])[] = [
  ["a WAV of a minute", "audio/wav", aWav(60)],
  ["Opus in Ogg", "audio/ogg", anOgg(60)],
  ["Opus in WebM as a recorder writes it", "audio/webm", aWebm(60)],
  ["AAC in MP4", "audio/mp4", anMp4(60)],
  ["AAC in MP4 that was recorded in fragments", "audio/mp4", anMp4()],
];
const BAD: readonly (readonly [string, VoiceType, Buffer, string])[] = [
  ["HTML under the name of a WebM", "audio/webm", HTML, "these bytes are no such recording"],
  ["HTML behind the first bytes of a WebM", "audio/webm", Buffer.concat([aWebm(1).subarray(0, 13), HTML]), "no such"],
  ["a WAV under the name of an Ogg", "audio/ogg", aWav(1), "these bytes are no such recording"],
  ["nothing", "audio/wav", Buffer.alloc(0), "these bytes are no such recording"],
  ["a WAV without sound", "audio/wav", aWav(0), "these bytes are no such recording"],
  ["a byte more than a megabyte", "audio/wav", Buffer.concat([aWav(1), Buffer.alloc(VOICE_BYTES_MAX)]), "too large"],
  ["exactly a byte more", "audio/ogg", Buffer.alloc(VOICE_BYTES_MAX + 1, "OggS"), "too large"],
  ["a WAV of ninety seconds", "audio/wav", aWav(90), "too long"],
  ["ten minutes of Opus in Ogg", "audio/ogg", anOgg(600), "too long"],
  ["ten minutes of Opus in WebM", "audio/webm", aWebm(600), "too long"],
  ["ten minutes of AAC in MP4", "audio/mp4", anMp4(600), "too long"],
  ["an Ogg of something else than Opus", "audio/ogg", Buffer.from(anOgg(5)).fill("x", 28, 36), "no such"],
  ["an Ogg that ends before it begins", "audio/ogg", anOgg(-1), "no such"],
  ["a WebM that is cut in its header", "audio/webm", aWebm(5).subarray(0, 14), "no such"],
  ["a WebM that is cut before its first sound", "audio/webm", aWebm(5).subarray(0, 36), "no such"],
  ["an MP4 that is cut before its movie header", "audio/mp4", anMp4(5).subarray(0, 16), "no such"],
  ["an MP4 that is cut in its sound", "audio/mp4", anMp4(5).subarray(0, -1), "no such"],
  ["a WAV that is cut in its header", "audio/wav", aWav(5).subarray(0, 20), "no such"],
];

const versionOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
/** The same bucket; an object's version is told by its bytes. */
const keepingVersions = (bucket: S3Client): S3Client => {
  const send = async (command: GetObjectCommand) => {
    const got = await bucket.send(command);
    const whole = command instanceof GetObjectCommand && world.objects.get(command.input.Key ?? "");
    return whole ? { ...got, VersionId: versionOf(whole) } : got;
  };
  return Object.assign(Object.create(bucket), { send });
};

describe("a voice note", () => {
  it.each(GOOD)("may be %s, and is served from the media site as the sound that it is", async (_, type, bytes) => {
    const { status, body } = await say(await recorded(bytes, type));
    expect([status, body["code"]]).toEqual([200, undefined]);
    const { url, contentType } = body["voice"] as { url: string; contentType: string };
    expect(contentType).toBe(type);
    const served = new URL(url);
    expect(served.searchParams.get("response-content-type")).toBe(type);
    expect(served.pathname).toContain("/.voice/");
  });

  it.each(BAD)("may not be %s", async (_, type, bytes, reason) => {
    const { status, body } = await say(await recorded(bytes, type));
    expect(body).toMatchObject({ field: "body.voice", message: expect.stringContaining(reason) });
    expect([status, typeof body["value"], typeof body["allowed"]]).toEqual([400, "string", "string"]);
  });

  it("has to have arrived, under a key that was given for this project", async () => {
    const key = await recorded(aWav(1), "audio/wav");
    world.objects.clear();
    expect((await say(key)).body).toMatchObject({ message: "the voice note has not arrived" });
    const strange = [
      voiceKeyOf(projectIdOf("others"), "01JZK3V8Q4M2N6P7R9S0T1V2W4", "audio/wav"),
      `${world.project.projectId}/1.jpg`,
      `${world.project.projectId}/.voice/../1.wav`,
      `${world.project.projectId}/.voice/a.html`,
      `${world.project.projectId}/.examples/a.wav`,
    ];
    for (const one of strange) {
      world.objects.set(one, aWav(1));
      expect((await say(one)).body, one).toMatchObject({ message: "this is no voice note of this project" });
    }
  });

  it("that does not fit leaves nothing: no proposal, no second", async () => {
    const proposalId = await world.propose(NEHMA);
    const before = await world.rows();
    const voice = await recorded(HTML, "audio/webm");
    expect((await say(voice)).status).toBe(400);
    const sent = { path: { proposalId }, body: { voice } };
    expect((await world.ask(endpoints.secondProposal, secondProposal, ASHA, sent)).status).toBe(400);
    expect(await world.rows()).toEqual(before);
  });

  it("can be asked for only in the kinds that browsers record, and up to a megabyte", async () => {
    for (const body of [
      { contentType: "text/html", sizeBytes: 5 },
      { contentType: "audio/webm", sizeBytes: 0 },
      { contentType: "audio/webm", sizeBytes: VOICE_BYTES_MAX + 1 },
    ])
      expect((await world.ask(endpoints.startVoice, startVoice, NEHMA, { body })).status).toBe(400);
  });

  it("has a form that takes exactly so many bytes of that kind under that key", async () => {
    const form = await world.call(endpoints.startVoice, startVoice, NEHMA, {
      body: { contentType: "audio/webm", sizeBytes: 1_234 },
    });
    const policy = JSON.parse(Buffer.from(form.fields["Policy"] ?? "", "base64").toString());
    expect(policy.conditions).toEqual(
      expect.arrayContaining([
        ["content-length-range", 1_234, 1_234],
        { "Content-Type": "audio/webm" },
        { key: form.key },
      ]),
    );
    expect(form.key).toMatch(new RegExp(`^${world.project.projectId}/\\.voice/[0-9A-Z]{26}\\.webm$`));
  });

  it("is played at the version that was looked at, also when other bytes are put under its key afterwards", async () => {
    const bytes = aWav(1);
    const key = await recorded(bytes, "audio/wav");
    const deps = { ...world.deps, bucket: keepingVersions(world.deps.bucket) };
    const body = { proposalId: deps.newId(), kind: "add", labels: [], language: "hi", voice: key, example: { itemId } };
    await world.ask(endpoints.propose, propose, NEHMA, { body }, deps);
    world.objects.set(key, HTML);
    const sent = { path: { proposalId: body.proposalId } };
    const shown = await world.ask(endpoints.getProposal, getProposal, ASHA, sent, deps);
    const { url } = shown.body["voice"] as { url: string };
    expect(new URL(url).searchParams.get("versionId")).toBe(versionOf(bytes));
  });

  it("never becomes an item, and no manifest can name one", async () => {
    const key = await recorded(aWav(1), "audio/wav");
    const before = await world.rows();
    const event = { s3: { object: { key: encodeURIComponent(key), size: 9, sequencer: "00", versionId: "v" } } };
    await ingest(world.deps, { Records: [{ eventName: "ObjectCreated:Post", ...event }] });
    expect(await world.rows()).toEqual(before);
    const { projectId } = world.project;
    const line = JSON.stringify({ "source-ref": `s3://bucket/${key}` });
    const place = { bucket: "bucket", projectId, media: "image" as const };
    expect(parseManifestLine(line, place)).toEqual({ reason: "source-ref names a file that is no item" });
  });
});

describe("how long a recording is", () => {
  it.each([
    ["audio/wav", aWav(12)],
    ["audio/ogg", anOgg(12)],
    ["audio/mp4", anMp4(12)],
    ["audio/webm", aWebm(12)],
  ] as const)("is read from %s", async (contentType, bytes) => {
    expect(await readVoice(bytes)).toEqual({ contentType, seconds: 12 });
  });

  it("is not thrown off by any cut: a recording is read or refused", async () => {
    for (const bytes of [aWav(1), anOgg(2), anMp4(2), aWebm(2)])
      for (let end = 0; end < Math.min(bytes.length, 400); end++) {
        const voice = await readVoice(bytes.subarray(0, end));
        expect(voice?.seconds ?? 1).toBeGreaterThan(0);
      }
  });
});
