import { describe, expect, test } from "vitest";
import { createBody, draftOf, emptyDraft, settingsBody } from "../../../../web/manage/project-draft.ts";
import type { ProjectShown } from "../../../../web/manage/project-frame.tsx";

describe("whether new files wait for answers to proposals", () => {
  test("is so in a new project, unless the vendor says otherwise", () => {
    expect(createBody(emptyDraft).proposalsFirst).toBe(true);
    expect(createBody({ ...emptyDraft, proposalsFirst: false }).proposalsFirst).toBe(false);
  });

  test("stays as the project has it when something else is saved", () => {
    const project = {
      proposalsFirst: false,
      pay: { kind: "unpaid" },
      overlap: { min: 1, max: 3 },
      instructions: { version: 1, text: {} },
      ontology: { labels: [], retired: [], tools: [] },
    } as unknown as ProjectShown;
    expect(settingsBody(draftOf(project)).proposalsFirst).toBe(false);
  });
});
