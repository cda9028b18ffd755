/** Where on this machine is what the template names by hosts of AWS. */
export interface LocalOrigins {
  readonly page: string;
  readonly bucket: string;
  readonly signIn: string;
}

const REPLACED: readonly (readonly [RegExp, keyof LocalOrigins])[] = [
  [/https:\/\/[\w.-]+\.s3(\.[\w-]+)?\.amazonaws\.com/g, "bucket"],
  [/https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com/g, "signIn"],
  [/https:\/\/[\w-]+\.execute-api\.[\w-]+\.amazonaws\.com/g, "page"],
  [/https:\/\/[\w*-]+\.cloudfront\.net/g, "page"],
];

/** Puts this machine's origins in the place of AWS's; throws if an AWS host is left, which nothing here answers to. */
export const withLocalOrigins = (text: string, origins: LocalOrigins): string => {
  const local = REPLACED.reduce((done, [pattern, name]) => done.replace(pattern, origins[name]), text);
  if (/amazonaws\.com|cloudfront\.net/.test(local)) throw new Error(`no local origin is known for a host in ${local}`);
  return local;
};
