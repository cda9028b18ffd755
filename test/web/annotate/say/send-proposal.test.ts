import { afterEach, describe, expect, test, vi } from "vitest";
import type { ItemId } from "../../../../core/ids.ts";
import { ULID_PATTERN } from "../../../../core/ids.ts";
import type { ProposalDraft } from "../../../../web/annotate/say/draft.ts";
import { newUlid } from "../../../../web/annotate/say/new-ulid.ts";
import { sendProposal } from "../../../../web/annotate/say/send-proposal.ts";
import type { Api } from "../../../../web/api.ts";
import { Problem } from "../../../../web/problem.ts";

const recording = { blob: new Blob(["sound"], { type: "audio/wav" }), contentType: "audio/wav" } as const;
const first: ProposalDraft = {
  proposalId: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  kind: "add",
  labels: [],
  language: "hi",
  name: "नाम",
  definition: "",
  why: "",
  recording,
  example: { itemId: "a".repeat(20) as ItemId, media: "image", width: 1, height: 1, boxes: [] },
};

/** A server that fails as told before it takes a proposal, and the draft as the device keeps it. */
const aDevice = (failures: readonly Problem[]) => {
  const left = [...failures];
  const device = {
    draft: first,
    voices: 0,
    proposed: [] as { proposalId: string; voice?: string }[],
    send: () =>
      sendProposal(device.draft, {
        api,
        projectId: "forest01",
        newId: () => "01ARZ3NDEKTSV4RRFFQ69G5FAW",
        change: (next) => {
          device.draft = next(device.draft);
        },
      }),
  };
  const api = (async (name: string, { body }: { body: { proposalId: string; voice?: string } }) => {
    if (name === "startVoice") return { key: `voice ${++device.voices}`, url: "http://bucket/", fields: { a: "b" } };
    device.proposed.push({ proposalId: body.proposalId, ...(body.voice && { voice: body.voice }) });
    const failure = left.shift();
    if (failure) throw failure;
    return {};
  }) as unknown as Api;
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  return device;
};
afterEach(() => vi.unstubAllGlobals());

describe("sending again after a failure", () => {
  test("is the same proposal with the same recording, which goes up once", async () => {
    const device = aDevice([new Problem("timeout", "lost on the way")]);
    await expect(device.send()).rejects.toMatchObject({ code: "timeout" });
    await device.send();
    expect(device.voices).toBe(1);
    expect(device.proposed).toEqual([
      { proposalId: first.proposalId, voice: "voice 1" },
      { proposalId: first.proposalId, voice: "voice 1" },
    ]);
  });

  test("sends the recording anew when the server does not find it", async () => {
    const device = aDevice([new Problem("bad-request", "has not arrived", { field: "body.voice" })]);
    await expect(device.send()).rejects.toMatchObject({ code: "bad-request" });
    await device.send();
    expect(device.proposed.map(({ voice }) => voice)).toEqual(["voice 1", "voice 2"]);
  });

  test("takes another id when somebody else has this one", async () => {
    const device = aDevice([new Problem("conflict", "taken", { field: "body.proposalId" })]);
    await expect(device.send()).rejects.toMatchObject({ code: "conflict" });
    await device.send();
    expect(device.proposed.map(({ proposalId }) => proposalId)).toEqual([
      first.proposalId,
      "01ARZ3NDEKTSV4RRFFQ69G5FAW",
    ]);
  });
});

test("ids of proposals are ULIDs that sort by time", () => {
  const luck = [0, 0.5, 0.999_999];
  const ids = [0, 1, 1_800_000_000_000, 2 ** 48 - 1].map((ms) => newUlid(ms, () => luck[ms % 3] ?? 0));
  for (const id of ids) expect(id).toMatch(ULID_PATTERN);
  expect(ids.toSorted()).toEqual(ids);
  expect(newUlid(1_469_918_176_385, () => 0).slice(0, 10)).toBe("01ARYZ6S41");
});
