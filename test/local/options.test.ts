import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HELP, parseOptions } from "../../local/options.ts";

describe("the command line", () => {
  test("has sensible defaults", () => {
    expect(parseOptions([])).toEqual({
      folder: join(process.cwd(), ".labelloop"),
      port: 4400,
      listen: undefined,
      hasDemo: true,
      hasDemoPictures: true,
      printsJson: false,
    });
  });

  test("takes what it explains", () => {
    expect(parseOptions(["--help"])).toBe("help");
    const options = ["--folder", "--port", "--listen", "--cert", "--key", "--no-demo", "--no-demo-pictures", "--json"];
    for (const option of options) expect(HELP).toContain(option);
    expect(parseOptions(["--folder", "/f", "--port", "0", "--no-demo", "--json"])).toMatchObject({
      folder: "/f",
      port: 0,
      hasDemo: false,
      printsJson: true,
    });
  });

  test("makes no demonstration for a network", () => {
    expect(parseOptions(["--listen", "Labels.Lan", "--cert", "c", "--key", "k"])).toMatchObject({
      listen: { host: "labels.lan", certFile: "c", keyFile: "k" },
      hasDemo: false,
    });
  });

  test.each([
    [["--port", "many"], "--port many: expected a number"],
    [["--port", "70000"], "--port 70000"],
    [["--listen", "0.0.0.0"], "--listen 0.0.0.0"],
    [["--listen", "a b"], "--listen a b"],
    [["--listen", "host:80"], "--listen host:80"],
    [["--cert", "x.pem"], "--cert and --key go together"],
    [["--cert", "x.pem", "--key", "y.pem"], "for --listen"],
    [["--lisen", "host"], "--lisen"],
    [["stray"], "stray"],
  ])("says what is wrong with %j", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
