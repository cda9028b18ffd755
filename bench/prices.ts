/** What AWS asks in us-east-1 without any free tier, unless the line says that it never ends. */
export interface Price {
  readonly dollars: number;
  /** For so many of the unit. */
  readonly per: number;
  readonly unit: string;
  readonly source: string;
  /** Since when, or as of when, the price was stated there or by somebody who cites it. */
  readonly asOf: string;
}

const MILLION = 1_000_000;
const price = (dollars: number, per: number, unit: string, page: string, asOf: string): Price => ({
  dollars,
  per,
  unit,
  source: `https://aws.amazon.com/${page}/pricing/`,
  asOf,
});

/** The one list of prices: nothing else in the repository states any. */
export const PRICES = {
  tableWrite: price(0.625, MILLION, "write units", "dynamodb", "2024-11"),
  tableRead: price(0.125, MILLION, "read units", "dynamodb", "2024-11"),
  tableStorage: price(0.25, 1, "GB-months of tables", "dynamodb", "2024-11"),
  tableRecovery: price(0.2, 1, "GB-months of point-in-time recovery", "dynamodb", "2024-11"),
  queueRequest: price(0.4, MILLION, "requests to queues", "sqs", "2026-02"),
  run: price(0.2, MILLION, "runs of functions", "lambda", "2025-08"),
  runTime: price(13.3334, MILLION, "GB-s of functions (Arm)", "lambda", "2025-08"),
  apiRequest: price(1, MILLION, "requests to the HTTP API", "api-gateway", "2025-05"),
  bucketPut: price(5, MILLION, "PUTs into buckets", "s3", "2025-08"),
  bucketGet: price(0.4, MILLION, "GETs from buckets", "s3", "2025-08"),
  bucketStorage: price(0.023, 1, "GB-months of buckets", "s3", "2025-08"),
  log: price(0.5, 1, "GB of logs", "cloudwatch", "2026-02"),
  alarmMetric: price(0.1, 1, "figures that alarms look at, for a month", "cloudwatch", "2026-02"),
  /** The first three of an account cost nothing, for ever. */
  dashboard: price(3, 1, "dashboards beyond the third, for a month", "cloudwatch", "2026-02"),
  key: price(1, 1, "keys of one's own, for a month", "kms", "2025-08"),
  firewall: price(5, 1, "firewalls, for a month", "waf", "2025-08"),
  /** Fourteen million a month cost nothing, for ever. */
  scheduled: price(1, MILLION, "ticks of schedules beyond fourteen million a month", "eventbridge", "2026-02"),
  /** Ten million a month cost nothing, for ever. */
  edgeRequest: price(1, MILLION, "requests through CloudFront beyond ten million a month", "cloudfront", "2025-11"),
  /** A thousand a month cost nothing, for ever. */
  edgeTraffic: price(0.085, 1, "GB through CloudFront beyond a thousand a month", "cloudfront", "2025-11"),
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;
