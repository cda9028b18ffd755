import type { ProjectId } from "../ids.ts";
import type { Localized } from "../localized.ts";
import type { ConfidenceTarget, Overlap } from "../project.ts";
import { inOrderOfLanguage } from "./label-map.ts";

/** A finished file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Numbers that a person checks first: items by state, answers, shapes. */
export type BundleCounts = Readonly<Record<string, number>>;

/**
 * What a bundle is a function of, and what came out. It names no export, no moment of making and no person: the same
 * inputs give the same bytes, this file included.
 */
export interface Manifest {
  readonly projectId: ProjectId;
  readonly title: Localized;
  readonly askedBy: string;
  readonly asOfMs: number;
  readonly ontologyVersion: number;
  readonly overlap: Overlap;
  readonly confidenceTarget: ConfidenceTarget;
  readonly snapshot: number;
  readonly formats: readonly string[];
  readonly pseudonymScope: string;
  readonly counts: BundleCounts;
  readonly files: readonly BundleFile[];
}

/** `manifest.json`, with its keys in one order whatever the order of what is given. */
export const manifestJson = (manifest: Manifest): string =>
  `${JSON.stringify(
    {
      format: "labelloop-export",
      format_version: 1,
      project: manifest.projectId,
      title: inOrderOfLanguage(manifest.title),
      asked_by: manifest.askedBy,
      as_of: new Date(manifest.asOfMs).toISOString(),
      ontology_version: manifest.ontologyVersion,
      overlap: { min: manifest.overlap.min, max: manifest.overlap.max },
      confidence_target: manifest.confidenceTarget,
      skills_snapshot: manifest.snapshot,
      options: { formats: [...manifest.formats].sort() },
      pseudonym_scope: manifest.pseudonymScope,
      counts: Object.fromEntries(
        Object.keys(manifest.counts)
          .sort()
          .map((name) => [name, manifest.counts[name]]),
      ),
      files: manifest.files
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, sizeBytes, sha256 }) => ({ name, bytes: sizeBytes, sha256 })),
    },
    undefined,
    2,
  )}\n`;
