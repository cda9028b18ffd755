import { accountsOf } from "../core/my-work/account.ts";
import { proposalsOf } from "../core/my-work/became.ts";
import { answersIn } from "../core/my-work/work-day.ts";
import type { RecordedProject, WorkRecord } from "../core/my-work/work-record.ts";
import { dayOf } from "../core/pay.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Person, type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { type OwnProject, ownWork } from "./own-projects.ts";
import { signRecord } from "./record-key.ts";
import { credits } from "./store/credits.ts";
import { people } from "./store/people.ts";
import { proposals } from "./store/proposals.ts";
import { recordKeys } from "./store/record-keys.ts";

const endpoint = endpoints.myRecord;

/** Her work as this installation recorded it, signed, so that she can show it elsewhere. Projects she only joined are left out. */
export const myRecord = async (deps: Deps, { person }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> => {
  const [known, own, seed] = await Promise.all([
    people(deps).find(person.personId),
    ownWork(deps, person.personId),
    recordKeys(deps).seed(),
  ]);
  const worked = own.projects.filter(({ days }) => days.length > 0);
  const record: WorkRecord = {
    kind: "labelloop-work-record",
    version: 1,
    name: known?.name ?? person.signInName,
    issuedOn: dayOf(deps.now()),
    projects: await inParallel(worked, 4, (one) => recordedProject(deps, one, person)),
  };
  return { jws: signRecord(record, seed) };
};

const recordedProject = async (
  deps: Deps,
  { project, days, payouts }: OwnProject,
  { personId }: Person,
): Promise<RecordedProject> => {
  const { projectId, title, askedBy, purpose } = project;
  const [files, named] = await Promise.all([proposals(deps).all(projectId), credits(deps).ofProject(projectId)]);
  const credit = named.get(personId);
  const accepted = proposalsOf(files, personId, deps.now()).flatMap(({ kind, names, standing }) =>
    standing.state === "accepted"
      ? [
          {
            kind,
            ...(names && { names }),
            ...(standing.version !== undefined && { version: standing.version }),
            ...(standing.instructionsVersion !== undefined && { instructionsVersion: standing.instructionsVersion }),
            day: dayOf(standing.atMs),
          },
        ]
      : [],
  );
  return {
    title,
    askedBy,
    purpose,
    firstDay: days.at(-1)?.day ?? "",
    lastDay: days[0]?.day ?? "",
    answers: answersIn(days),
    pay: accountsOf(days, payouts),
    accepted,
    ...(credit !== undefined && { credit }),
  };
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), myRecord));
