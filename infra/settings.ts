import type { Node } from "constructs";
import * as z from "zod";

const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

const tableName = z.string().regex(/^[\w.-]{3,255}$/, "a table's name");

/** What may be set in cdk.json's context, or by `--context name=value`; everything else is the same in every deployment. */
const shape = z
  .object({
    /** Stands in the names of stacks and task queues, so that two deployments can share an account. */
    stage: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,15}$/, "1 to 16 of a-z, 0-9 and -, a letter first")
      .default("dev"),
    /** The page's own host name. Its DNS record is the owner's to make: an alias to the distribution. */
    domain: z
      .string()
      .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/, "a host name like label.example.org")
      .optional(),
    /** CloudFront takes certificates of us-east-1 only. */
    certificateArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/\S+$/, "an ACM certificate's ARN in us-east-1")
      .optional(),
    alarmEmail: z.email("an e-mail address").optional(),
    /** Tell `alarmEmail` when a month's bill of the whole account reaches, or is foreseen to reach, so many dollars. */
    monthlyBudgetUsd: z.coerce.number("dollars").positive("more than nothing").max(1_000_000).optional(),
    /** A firewall of one's own before the page and the API. */
    wafAclArn: z
      .string()
      .regex(
        /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/\S+$/,
        "the ARN of a web ACL for CloudFront (global, us-east-1)",
      )
      .optional(),
    /** Tables that were restored from a backup beside the stack's own, to be worked with in their place. */
    mainTable: tableName.optional(),
    peopleTable: tableName.optional(),
    /** Keep tables, buckets and sign-ins when their stack goes. `false` is for a deployment that holds nothing dear. */
    retain: flag.default(true),
    /** Where else the page is served from: the embedded cloud names its own address here. */
    pageOrigins: z.array(z.url("an origin like https://label.example.org")).default([]),
  })
  .refine(({ domain, certificateArn }) => (domain === undefined) === (certificateArn === undefined), {
    path: ["certificateArn"],
    message: "domain and certificateArn go together: give both or neither",
  })
  .refine(({ monthlyBudgetUsd, alarmEmail }) => monthlyBudgetUsd === undefined || alarmEmail !== undefined, {
    path: ["monthlyBudgetUsd"],
    message: "a budget needs alarmEmail: somebody must be told",
  });

export type Settings = z.output<typeof shape>;

/** Reads and checks the context; says everything that is wrong at once, by name. */
export const readSettings = (node: Node): Settings => {
  const given = Object.fromEntries(
    Object.keys(shape.shape).flatMap((name) => {
      const value: unknown = node.tryGetContext(name);
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `  ${name}: ${message}, not ${JSON.stringify(given[name])}`;
  });
  throw new Error(`the context (cdk.json, or --context name=value) is not as expected:\n${findings.join("\n")}`);
};
