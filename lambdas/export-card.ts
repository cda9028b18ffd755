import type { Export } from "../core/export.ts";
import type { endpoints, Reply } from "./endpoints.ts";

/** An export as lists show it. For whom it was made stays here. */
export const exportCard = ({
  exportId,
  state,
  asOfMs,
  formats,
  ontologyVersion,
  createdAtMs,
  counts,
  manifestSha256,
  failure,
}: Export): Reply<typeof endpoints.startExport> => ({
  exportId,
  state,
  asOfMs,
  formats,
  ontologyVersion,
  createdAtMs,
  ...(counts && { counts }),
  ...(manifestSha256 && { manifestSha256 }),
  ...(failure && { failure }),
});
