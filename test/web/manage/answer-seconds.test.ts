import { expect, test } from "vitest";
import { createBody, emptyDraft, type ProjectDraft, settingsBody, wrongIn } from "../../../web/manage/project-draft.ts";

const draft = (given: Partial<ProjectDraft>): ProjectDraft => ({
  ...emptyDraft,
  pay: "paid",
  amount: "1",
  ...given,
});

test("how long an answer takes may be left out, and is sent once both numbers are there", () => {
  expect(wrongIn(draft({}))).not.toHaveProperty("seconds");
  expect(createBody(draft({}))).not.toHaveProperty("answerSeconds");
  expect(settingsBody(draft({})).answerSeconds).toBe(null);
  const declared = draft({ secondsUsual: "20", secondsSlow: "45" });
  expect(createBody(declared).answerSeconds).toEqual({ usual: 20, slow: 45 });
  expect(settingsBody({ ...declared, pay: "unpaid" }).answerSeconds).toBe(null);
});

test.each([
  ["20", ""],
  ["", "45"],
  ["45", "20"],
  ["0", "5"],
  ["x", "5"],
])("%j and %j seconds are said to be wrong before anything is sent", (secondsUsual, secondsSlow) => {
  expect(wrongIn(draft({ secondsUsual, secondsSlow }))).toHaveProperty("seconds");
});
