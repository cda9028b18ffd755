import { describe, expect, test } from "vitest";
import { doneMessages } from "../../local/event-source/batch-result.ts";

const ids = ["a", "b", "c"];
const returned = (answer: unknown) => ({ state: "returned" as const, answer: JSON.stringify(answer) });
const item = (itemIdentifier: unknown) => ({ itemIdentifier });

describe("which messages of a batch are done", () => {
  test.each([
    ["all, when nothing is reported", {}, ids],
    ["all, when the list is empty", { batchItemFailures: [] }, ids],
    ["all, when the list is null", { batchItemFailures: null }, ids],
    ["all, when the function returns nothing", null, ids],
    ["all but the failed ones", { batchItemFailures: [item("b")] }, ["a", "c"]],
    ["none, when all failed", { batchItemFailures: ids.map(item) }, []],
    ["none, when an id is empty", { batchItemFailures: [item("")] }, []],
    ["none, when an id is null", { batchItemFailures: [item(null)] }, []],
    ["none, when an entry has another key", { batchItemFailures: [{ messageId: "b" }] }, []],
    ["none, when an id was not in the batch", { batchItemFailures: [item("b"), item("z")] }, []],
    ["none, when the list is no list", { batchItemFailures: "b" }, []],
    ["none, when the answer is a text", "ok", []],
  ])("%s", (_, answer, expected) => {
    expect(doneMessages(returned(answer), ids, true)).toEqual(expected);
  });

  test("all, whatever is returned, when the mapping does not ask for failed items", () => {
    expect(doneMessages(returned({ batchItemFailures: [item("b")] }), ids, false)).toEqual(ids);
  });

  test("none, when the function failed", () => {
    expect(doneMessages({ state: "failed", errorType: "Error", message: "" }, ids, true)).toEqual([]);
  });
});
