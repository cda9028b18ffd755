import type { RunningCloud } from "./cloud.ts";
import type { DemoSignIn } from "./demonstration/sign-ins.ts";
import { certificateFileIn } from "./folder/certificate.ts";

export interface Greeted {
  readonly cloud: RunningCloud;
  readonly demo: readonly DemoSignIn[];
  readonly ingestBucket: string;
  /** Others on the network are served. */
  readonly isListening: boolean;
  readonly startMs: number;
}

/** For programs: one line, when everything is ready. */
export const jsonLine = ({ cloud, demo }: Greeted): string =>
  JSON.stringify({
    ...cloud.addresses,
    folder: cloud.folder,
    operatorKeysFile: cloud.operatorKeysFile,
    demo,
    pid: process.pid,
  });

/** For persons: what they can do now. */
export const greeting = (greeted: Greeted): string => {
  const { cloud, demo, ingestBucket, isListening, startMs } = greeted;
  const { page, api, bucket, table, queue, signIn } = cloud.addresses;
  const lines = [
    "",
    `Labelloop is ready (${(startMs / 1000).toFixed(1)} s).`,
    "",
    `  Open      ${page}`,
    "",
    ...(demo.length > 0 ? ["  Sign in as", ...demo.map(signInLine), ""] : []),
    ...(isListening ? firstSteps(cloud) : []),
    `  API       ${api}`,
    `  Buckets   ${bucket}`,
    `  Table     ${table}`,
    `  Queues    ${queue}`,
    `  Sign-in   ${signIn}`,
    "",
    "  Add media with any S3 client, for example (PROJECT is in the address of the project's page)",
    ...trustLine(cloud),
    `            AWS_SHARED_CREDENTIALS_FILE=${cloud.credentialsFile} \\`,
    `            aws s3 cp photos/ s3://${ingestBucket}/PROJECT/ --recursive --endpoint-url ${bucket}`,
    "",
    `  Data      ${cloud.folder}`,
    "  Stop      Ctrl+C; nothing that was acknowledged is lost, however it ends",
    "",
  ];
  return lines.join("\n");
};

/** Clients of S3 do not know the certificate that this server made itself. */
const trustLine = ({ certificateUrl, folder }: RunningCloud): readonly string[] =>
  certificateUrl === undefined ? [] : [`            AWS_CA_BUNDLE=${certificateFileIn(folder)} \\`];

const signInLine = ({ role, signInName, password }: DemoSignIn): string =>
  `            ${role.padEnd(10)} ${signInName.padEnd(10)} ${password}`;

const firstSteps = ({ folder, certificateUrl }: RunningCloud): readonly string[] => [
  "  There are no sign-ins but those that you make. The first, an operator, is made on this machine:",
  `            npm run -s labelloop -- operator create NAME --folder ${folder}`,
  "",
  ...(certificateUrl === undefined
    ? []
    : [
        "  Browsers warn of this server's certificate, which it made itself. Each device has to trust it once:",
        `            open ${certificateUrl} on it and install what comes`,
        "  or start with --cert and --key, a certificate that browsers know.",
        "",
      ]),
];
