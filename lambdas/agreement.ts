import * as z from "zod";
import { agreementReport } from "./api/agreement.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { skillsObjects } from "./store/skills-objects.ts";
import { skillsRecords } from "./store/skills-records.ts";

const endpoint = endpoints.agreement;
const storedReport = z.object({ asOfMs: z.int(), report: agreementReport });

/** The report of the newest snapshot that is in use; of the one before it while the newest is still being put to use. */
export const agreement = async (
  deps: Deps,
  { path: { projectId } }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const record = await skillsRecords(deps).current(projectId);
  const number = record?.state === "published" ? record.number - 1 : record?.number;
  if (!number) return { state: "none" };
  const { asOfMs, report } = storedReport.parse(await skillsObjects(deps).readReport({ projectId, number }));
  return { state: "there", snapshot: number, asOfMs, report };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), agreement));
