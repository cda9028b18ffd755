import { expect, it } from "vitest";
import { withClaim } from "../../core/assignment.ts";
import type { AssignmentId } from "../../core/ids.ts";
import { items } from "../../lambdas/store/items.ts";
import { aHeader, annotatorOf } from "../support/labelling.ts";
import { openStores } from "../support/stores.ts";

it("an event that comes twice leaves the item as it is, with what was claimed meanwhile", async () => {
  const stores = await openStores({ quick: true });
  const header = aHeader();
  expect(await items(stores.deps).create(header, true)).toBe("created");
  const claimed = withClaim(header, annotatorOf(1), stores.deps.newId() as AssignmentId);
  expect(await items(stores.deps).replace(claimed, header.ver, true)).toBe("replaced");
  expect(await items(stores.deps).create(header, true)).toBe("there-already");
  expect((await items(stores.deps).find(header.projectId, header.itemId))?.claims).toEqual(claimed.claims);
  await stores.close();
});
