import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import type { Certificate } from "../access/tls-front.ts";
import { writeDurably } from "./write-durably.ts";

const VALID_DAYS = 365;
/** Where the certificate lies that was made for a folder. */
export const certificateFileIn = (folder: string): string => join(folder, "tls-cert.pem");

/** A kept certificate that ends sooner is made anew. */
const RENEW_BEFORE_MS = 30 * 86_400_000;

/**
 * The folder's own certificate for a host, made when there is none that fits. Browsers warn of it once; whoever has
 * a certificate of a known authority passes it with --cert and --key.
 */
export const ownCertificate = async (folder: string, host: string, nowMs: number): Promise<Certificate> => {
  const [certFile, keyFile] = [certificateFileIn(folder), join(folder, "tls-key.pem")];
  if (existsSync(certFile) && existsSync(keyFile)) {
    const kept = { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") };
    if (isFor(kept, host, nowMs)) return kept;
  }
  const made = await generate([{ name: "commonName", value: host }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(nowMs - 86_400_000),
    notAfterDate: new Date(nowMs + VALID_DAYS * 86_400_000),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          isIPv4(host) ? { type: 7, ip: host } : { type: 2, value: host },
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  writeDurably(keyFile, made.private, 0o600);
  writeDurably(certFile, made.cert);
  return { cert: made.cert, key: made.private };
};

const isFor = ({ cert, key }: Certificate, host: string, nowMs: number): boolean => {
  const parsed = new X509Certificate(cert);
  const fits = isIPv4(host) ? parsed.checkIP(host) : parsed.checkHost(host);
  return fits !== undefined && key.includes("PRIVATE KEY") && parsed.validToDate.getTime() > nowMs + RENEW_BEFORE_MS;
};
