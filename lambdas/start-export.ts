import { EVERYONE_ALIKE } from "../core/consensus/index.ts";
import type { Export } from "../core/export.ts";
import { EXPORT_FORMATS } from "../core/formats/bundle.ts";
import { parseExportId } from "../core/ids.ts";
import { hasRole } from "../core/membership.ts";
import type { Project } from "../core/project.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { exportQueue } from "./export/message.ts";
import { SETTLE_MS } from "./export/moment.ts";
import { exportCard } from "./export-card.ts";
import { type Request, serve } from "./http.ts";
import { exportRecords } from "./store/exports.ts";
import { projects } from "./store/projects.ts";
import { skillsRecords } from "./store/skills-records.ts";

const endpoint = endpoints.startExport;

/**
 * Asks for an export of everything that was accepted up to now. The work begins when whatever was under way at this
 * moment has surely been stored (SETTLE_MS), so that the answers given before the click are in.
 */
export const startExport = async (
  deps: Deps,
  { path, body, membership }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await projects(deps).find(path.projectId);
  if (!project) throw refuse("not-found", "no such project");
  const formats = EXPORT_FORMATS.filter((format) => body.formats.includes(format));
  checkFormats(project, formats);
  const exportId = parseExportId(deps.newId());
  if (!exportId) throw new Error("an id that was just made is no id of an export");
  const asOfMs = deps.now();
  const asked: Export = {
    exportId,
    projectId: project.projectId,
    recipient: membership.personId,
    forClient: !hasRole(membership, ["vendor"]),
    state: "queued",
    formats,
    asOfMs,
    title: project.title,
    askedBy: project.askedBy,
    project: {
      media: project.media,
      purpose: project.purpose,
      instructionsVersion: project.instructions.version,
      pay: project.pay,
      ...(project.answerSeconds && { answerSeconds: project.answerSeconds }),
    },
    ontologyVersion: project.ontologyVersion,
    overlap: project.overlap,
    confidenceTarget: project.confidenceTarget,
    snapshot: (await skillsRecords(deps).current(project.projectId))?.number ?? EVERYONE_ALIKE.snapshot,
    createdAtMs: asOfMs,
  };
  // The message first: one without a row is dropped, a row without a message would wait for ever.
  await exportQueue(deps).send({ projectId: project.projectId, exportId, step: "begin" }, SETTLE_MS);
  await exportRecords(deps).create(asked);
  deps.log.info("export.asked", { projectId: project.projectId, exportId });
  return exportCard(asked);
};

const checkFormats = ({ media }: Project, formats: Export["formats"]): void => {
  if (media === "image" || !formats.includes("coco")) return;
  throw refuse("bad-request", "COCO holds images, this project has none", {
    field: "body.formats",
    value: "coco",
    allowed: EXPORT_FORMATS.filter((format) => format !== "coco").join(", "),
  });
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), startExport));
