import { isCode, lineAt, type Rule, type Source, withoutComments } from "./sources.ts";

interface Ban {
  readonly what: RegExp;
  readonly instead: string;
  /** Where it holds. @default all code */
  readonly within?: RegExp;
  /** Where it does not. */
  readonly except?: RegExp;
  /** Look at comments and strings as well. */
  readonly inComments?: true;
}

const TESTS = /^(test|bench)\//;
/** Composition roots: where clocks and ids are made. */
const ROOTS =
  /^(test|bench|cli|infra|local\/operate)\/|^local\/(main|functions\/thread)\.ts$|^lambdas\/deps\.ts$|^web\/(main\.tsx|service-worker\.ts)$/;

const BANS: readonly Ban[] = [
  {
    what: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\bperformance\.now\(/,
    instead: "take the clock, ids and luck as arguments (Deps has now, newId, newSecret, random)",
    except: ROOTS,
  },
  {
    what: /\bprocess\.env\b/,
    instead: "read it once in lambdas/config.ts or a composition root, and pass it on",
    within: /^(core|lambdas|local|web)\//,
    except: /^lambdas\/[a-z-]+\.ts$|^local\/(main|build\/run-prepare)\.ts$|\.config\.ts$/,
  },
  {
    what: /\bconsole\.\w+/,
    instead: "log a fact through Deps.log, or hand a function in",
    within: /^(core|lambdas)\//,
  },
  {
    what: /\b(?:console|process|document|window|globalThis|localStorage|navigator|Buffer|crypto)\s*[.[]|\b(?:fetch|setTimeout|setInterval|require)\(/,
    instead: "core is pure: have the result handed in",
    within: /^core\//,
  },
  {
    what: /\.(?:localeCompare|toLocale\w+)\(/,
    instead: "compare code units: an order must be the same on every machine",
    within: /^(core|lambdas\/(store|export))\//,
  },
  {
    what: /[`"'][A-Z]{1,4}#(?:\$\{|[`"'])/,
    instead: "keys are spelled in lambdas/store alone",
    within: /^(core|lambdas|infra|web|cli|local\/operate)\//,
    except: /^lambdas\/store\//,
  },
  {
    what: /\bAWS_ENDPOINT|\bisLocal\b|\bIS_LOCAL\b|[!=]==? ?["']local["']/,
    instead: "what is tested is what is deployed: nobody but local/ knows where it runs",
    except: /^(local|test|bench)\//,
  },
  {
    what: /:\s*any\b|\bas any\b|<any[,>]|\bany\[\]|\bArray<any>/,
    instead: "say what it is, or `unknown` until it is parsed",
    // In tests the linter asks for the reason.
    except: TESTS,
  },
  {
    what: /@ts-(?:ignore|nocheck)|eslint-disable/,
    instead: "make the types true",
    inComments: true,
  },
  {
    what: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    instead: "finish it, or open an issue",
    inComments: true,
  },
  { what: /\bdebugger\b/, instead: "take it out" },
  {
    what: /\b(?:describe|it|test)\b[^;\n]*\.(?:only|skip|todo|fails)\(/,
    instead: "run it or remove it",
    within: TESTS,
  },
  {
    what: /\b(?:it|test|describe)(?:\.\w+)?\(\s*["'`][^"'`\n]*\bshould\b/,
    instead: "name the test by what a user would notice",
    within: TESTS,
  },
  {
    what: /\b(?:vi|jest)\.mock\(\s*["']\./,
    instead: "use the real part: test/support has a world for it",
    within: TESTS,
  },
  {
    what: /^(?:await\s+)?[a-z]\w*(?:\.\w+)*\(.*\);?$/m,
    instead: "importing a module does nothing: put it in a function that somebody calls",
    within: /^(core|lambdas|infra\/constructs)\//,
  },
];

export const banRule: Rule = {
  name: "nothing is called that has a replacement",
  findings: (source) => {
    if (!isCode(source) || source.path.startsWith("test/tidy")) return [];
    return BANS.flatMap((ban) => hitsOf(source, ban));
  },
};

const hitsOf = ({ path, text }: Source, { what, instead, within, except, inComments }: Ban): readonly string[] => {
  if ((within && !within.test(path)) || except?.test(path)) return [];
  const read = inComments ? text : withoutComments(text);
  const flags = what.flags.includes("m") ? "gm" : "g";
  return [...read.matchAll(new RegExp(what.source, flags))].map(
    (hit) => `line ${lineAt(read, hit.index)}: ${hit[0].trim()} – ${instead}`,
  );
};
