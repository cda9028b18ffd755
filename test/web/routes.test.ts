import { expect, test } from "vitest";
import { endpoints } from "../../lambdas/endpoints.ts";
import { routes } from "../../web/routes.ts";

test("the page calls every endpoint where the server serves it", () => {
  const served = Object.fromEntries(
    Object.entries(endpoints).map(([name, one]) => [name, `${one.method} ${one.path}`]),
  );
  expect(routes).toEqual(served);
});
