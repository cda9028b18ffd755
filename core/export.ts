import type { ExportFormat } from "./formats/bundle.ts";
import type { AskedProject } from "./formats/data-card/data-card.ts";
import type { BundleCounts, BundleFile } from "./formats/manifest.ts";
import type { AnnotatorId, ExportId, ProjectId } from "./ids.ts";
import type { Localized } from "./localized.ts";
import { hasRole, type Membership } from "./membership.ts";
import type { ConfidenceTarget, Overlap } from "./project.ts";

export const EXPORT_STATES = ["queued", "running", "ready", "failed"] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/**
 * An export that somebody asked for. Everything that its bytes depend on is fixed when it is asked for, so that work
 * on it may stop and go on, and the same inputs give the same bytes.
 */
export interface Export {
  readonly exportId: ExportId;
  readonly projectId: ProjectId;
  /** For whom: pseudonyms differ between recipients. */
  readonly recipient: AnnotatorId;
  /** Asked for by a client who is not a vendor: other clients do not see it. */
  readonly forClient: boolean;
  readonly state: ExportState;
  readonly formats: readonly ExportFormat[];
  /** Decides from what had been accepted by then. */
  readonly asOfMs: number;
  /** As the project had them when the export was asked for. */
  readonly title: Localized;
  readonly askedBy: string;
  /** Absent in exports that were asked for before there was a data card. */
  readonly project?: AskedProject;
  readonly ontologyVersion: number;
  readonly overlap: Overlap;
  readonly confidenceTarget: ConfidenceTarget;
  /** Number of the skills snapshot. */
  readonly snapshot: number;
  readonly createdAtMs: number;
  /** Present once ready. */
  readonly counts?: BundleCounts;
  readonly files?: readonly BundleFile[];
  readonly manifestSha256?: string;
  /** Why the last try failed, for the person who waits. It is tried again all the same. */
  readonly failure?: string;
}

/** A vendor sees every export of the project; a client her own and the vendors', not those of other clients. */
export const maySee = (found: Export, membership: Membership): boolean =>
  hasRole(membership, ["vendor"]) || !found.forClient || found.recipient === membership.personId;
