import { describe, expect, test } from "vitest";
import { routerOf } from "../../local/http-api/routes.ts";

const find = routerOf(
  [
    "ANY /api/{proxy+}",
    "GET /api/projects/{projectId}",
    "POST /api/projects/{projectId}",
    "GET /api/projects/{projectId}/items/{itemId}",
    "GET /api/projects/new",
    "ANY /api/any",
    "GET /api/any",
  ].map((key) => ({ key, target: key })),
);

describe("which route answers", () => {
  test.each([
    ["GET", "/api/projects/p1", "GET /api/projects/{projectId}", { projectId: "p1" }],
    ["POST", "/api/projects/p1", "POST /api/projects/{projectId}", { projectId: "p1" }],
    ["GET", "/api/projects/new", "GET /api/projects/new", {}],
    [
      "GET",
      "/api/projects/a%20b%2Fc/items/%C3%A9",
      "GET /api/projects/{projectId}/items/{itemId}",
      { projectId: "a b/c", itemId: "é" },
    ],
    ["DELETE", "/api/projects/p1", "ANY /api/{proxy+}", { proxy: "projects/p1" }],
    ["GET", "/api/projects/", "ANY /api/{proxy+}", { proxy: "projects/" }],
    ["GET", "/api/any", "GET /api/any", {}],
    ["PUT", "/api/any", "ANY /api/any", {}],
    ["GET", "/api/projects/%zz", "GET /api/projects/{projectId}", { projectId: "%zz" }],
  ])("%s %s", (method, path, key, pathParameters) => {
    expect(find(method, path)).toEqual({ route: { key, target: key }, pathParameters });
  });

  test("no route, no answer", () => {
    expect(find("GET", "/other")).toBeUndefined();
    expect(find("GET", "/api/")).toBeUndefined();
  });

  test("the default route comes last", () => {
    const withDefault = routerOf([
      { key: "$default", target: 0 },
      { key: "GET /a", target: 1 },
    ]);
    expect(withDefault("GET", "/a")?.route.target).toBe(1);
    expect(withDefault("GET", "/b")?.route.target).toBe(0);
  });
});
