import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { afterEach, describe, expect, test, vi } from "vitest";
import { marksOf } from "../../../web/annotate/marks.ts";
import { Meanings } from "../../../web/annotate/panels/meanings.tsx";
import type { Api } from "../../../web/api.ts";
import { draftOf, emptyDraft, emptyLabel, ontologyBody, wrongIn } from "../../../web/manage/project-draft.ts";
import type { ProjectShown } from "../../../web/manage/project-frame.tsx";
import { sendExample } from "../../../web/manage/upload/send-example.ts";
import { Problem } from "../../../web/problem.ts";

const label = { id: "moth", names: { en: "Moth" }, definition: { en: "Flies by night." }, colour: "#e69f00" };
const shown = { ...label, number: 1, exampleKey: "forest01/.examples/1.webp", exampleUrl: "https://media.test/1.webp" };
const other = { ...label, id: "ant", number: 2 };
const project = {
  pay: { kind: "unpaid" },
  overlap: { min: 1, max: 3 },
  instructions: { version: 1, text: {} },
  ontology: { version: 1, labels: [shown, other], tools: ["class"], publishedAtMs: 0, from: 0, retired: [], hash: "" },
} as unknown as ProjectShown;

describe("a label's example in the vendor's form", () => {
  test("stays when something else is changed, and is sent as its key alone", () => {
    const [first, second] = ontologyBody(draftOf(project)).labels;
    expect(first).toEqual({ ...label, exampleKey: shown.exampleKey });
    expect(second).toEqual({ ...label, id: "ant" });
  });

  test("goes when it is removed", () => {
    const { labels, tools } = draftOf(project);
    const removed = labels.map((one) => ({ ...one, example: undefined }));
    expect(ontologyBody({ labels: removed, tools }).labels[0]).toEqual(label);
  });

  test("holds the form back while it is on its way", () => {
    const named = { ...emptyLabel(0), names: { en: "Moth" } };
    const wrong = (example: { readonly state: "sending" } | undefined) =>
      wrongIn({ ...emptyDraft, labels: [{ ...named, example }] });
    expect(wrong({ state: "sending" }).examples).toBe(true);
    expect(wrong(undefined).examples).toBeUndefined();
  });
});

describe("sending an example", () => {
  afterEach(() => vi.unstubAllGlobals());

  /** A bucket that answers every post with this status, and how often it was asked. */
  const aBucket = (status: number) => {
    const forms: FormData[] = [];
    class Post {
      upload: { onprogress?: (event: { loaded: number }) => void } = {};
      status = status;
      responseText = "";
      onload?: () => void;
      open(): void {}
      getResponseHeader(): null {
        return null;
      }
      send(form: FormData): void {
        forms.push(form);
        this.upload.onprogress?.({ loaded: 1_000_000 });
        this.onload?.();
      }
    }
    vi.stubGlobal("XMLHttpRequest", Post);
    return forms;
  };
  const file = new File([new Uint8Array(40)], "My moth.webp", { type: "image/webp" });
  const target = { kind: "post", name: file.name, key: "forest01/.examples/2.webp", url: "https://media.test" };
  const send = async () => {
    const asked: unknown[] = [];
    const sentBytes: number[] = [];
    const api = (async (_: string, { body }: { body: unknown }) => {
      asked.push(body);
      return { files: [{ ...target, fields: { policy: "p" } }] };
    }) as unknown as Api;
    const stopped = new AbortController().signal;
    const key = await sendExample("forest01", file, { api, stopped, onSent: (bytes) => sentBytes.push(bytes) });
    return { key, asked, sentBytes };
  };

  test("says what it is for, tells how far it is, and gives the key", async () => {
    const forms = aBucket(204);
    const { key, asked, sentBytes } = await send();
    expect(key).toBe(target.key);
    expect(asked).toEqual([
      { files: [{ name: "My moth.webp", sizeBytes: 40, contentType: "image/webp", purpose: "example" }] },
    ]);
    expect([...(forms[0]?.keys() ?? [])], "the file comes last").toEqual(["policy", "file"]);
    expect(sentBytes, "never more than the file").toEqual([40]);
  });

  test("ends in a problem when the bucket refuses", async () => {
    aBucket(403);
    await expect(send()).rejects.toSatisfy((thrown) => thrown instanceof Problem && thrown.code === "not-allowed");
  });
});

test("annotators see a label's meaning, and its example where there is one", () => {
  const labels = project.ontology.labels;
  const page = renderToString(h(Meanings, { marks: marksOf(labels, "en"), onLabel: () => undefined }));
  expect(page.match(/Flies by night\./g)).toHaveLength(2);
  expect(page.match(/<img /g)).toHaveLength(1);
  expect(page).toMatch(/src="https:\/\/media\.test\/1\.webp"[^>]*loading="lazy"/);
});
