import type { Localized } from "../localized.ts";
import type { ProposalKind } from "../proposal.ts";
import type { Account } from "./account.ts";

/** One project in somebody's record. */
export interface RecordedProject {
  readonly title: Localized;
  readonly askedBy: string;
  readonly purpose: Localized;
  /** Of her first and of her last answer, `yyyy-mm-dd` in UTC. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly answers: number;
  /** In millionths, by currency. */
  readonly pay: readonly Account[];
  /** Proposals of hers that were accepted. */
  readonly accepted: readonly {
    readonly kind: ProposalKind;
    readonly names?: Localized;
    /** Of the ontology, or of the instructions. */
    readonly version?: number;
    readonly instructionsVersion?: number;
    readonly day: string;
  }[];
  /** How she chose to be named in it. */
  readonly credit?: string;
}

/** What somebody may carry elsewhere: what she did, for whom and what for. Nothing in it weighs her answers. */
export interface WorkRecord {
  readonly kind: "labelloop-work-record";
  readonly version: 1;
  readonly name: string;
  /** `yyyy-mm-dd` in UTC. */
  readonly issuedOn: string;
  /** Newest work first. */
  readonly projects: readonly RecordedProject[];
}

/** The public half of an installation's key: RFC 8037, with the thumbprint of RFC 7638 as its name. */
export interface InstallationKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
  readonly use: "sig";
  readonly alg: "EdDSA";
}

/** A record as it is handed over: for people to read, and the same as it was signed (RFC 7515, compact). */
export interface RecordFile {
  readonly record: WorkRecord;
  readonly jws: string;
}

/** The bytes of a record's file. There is one way to write it, so that any other byte shows. */
export const recordFileText = ({ record, jws }: RecordFile): string => `${JSON.stringify({ record, jws }, null, 2)}\n`;
