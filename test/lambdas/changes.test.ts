import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ItemId, LabelId, ProjectId } from "../../core/ids.ts";
import { nextVersion } from "../../core/ontology-change/next-version.ts";
import type { OntologyChange } from "../../core/ontology-change/operations.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { listChanges } from "../../lambdas/list-changes.ts";
import { credits } from "../../lambdas/store/credits.ts";
import { instructionVersions } from "../../lambdas/store/instruction-versions.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { ontologies } from "../../lambdas/store/ontologies.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { proposals } from "../../lambdas/store/proposals.ts";
import { updateProject } from "../../lambdas/update-project.ts";
import { memberOf, type PeopleWorld, startPeopleWorld } from "../support/people-world.ts";
import { aProjectBody } from "../support/project-body.ts";

const PEST = "pest" as LabelId;
const REASON = "You are right: it does the plant no harm.";

describe("what has changed", () => {
  let world: PeopleWorld;
  let projectId: ProjectId;
  const proposalId = "01JZK3V8Q4M2N6P7R9S0T1V2W4";
  const changes = async (query: Record<string, string> = {}, name = "nehma") =>
    (await world.call(endpoints.listChanges, listChanges, { as: world.person(name), path: { projectId }, query }))
      .changes;
  const versions = async (query: Record<string, string> = {}) =>
    (await changes(query)).map(({ kind, version }) => `${kind} ${version}`);

  /** As accepting a proposal does it. */
  const accept = async (operations: readonly OntologyChange[], pointTo = true): Promise<void> => {
    const project = await projects(world.deps).find(projectId);
    const all = await ontologies(world.deps).all(projectId);
    const before = all.find(({ version }) => version === project?.ontologyVersion);
    if (!project || !before) throw new Error("no project");
    const version = Math.max(...all.map((one) => one.version)) + 1;
    const because = { proposalId, reason: REASON };
    const made = nextVersion(before, operations, { version, because, publishedAtMs: world.deps.now() });
    if (made.state !== "made") throw new Error(made.unfit.message);
    await ontologies(world.deps).publish(projectId, made.ontology);
    if (pointTo) await projects(world.deps).replace({ ...project, ontologyVersion: version }, project.ver);
  };

  beforeAll(async () => {
    world = await startPeopleWorld();
    const vendor = world.person("vendor", "vendor");
    const body = aProjectBody({ instructions: { en: "Look." } });
    const made = await world.call(endpoints.createProject, createProject, { as: vendor, body });
    projectId = made.projectId as ProjectId;
    for (const name of ["nehma", "asha"]) {
      await memberships(world.deps).join(memberOf(projectId, world.person(name), "annotator"));
    }
    await memberships(world.deps).join(memberOf(projectId, world.person("client"), "client"));
    await proposals(world.deps).put({
      proposalId,
      projectId,
      authorId: world.person("nehma").personId,
      kind: "add_under",
      labels: [PEST],
      names: { hi: "सड़ी पत्ती खाने वाली" },
      language: "hi",
      example: { itemId: "a".repeat(20) as ItemId },
      ontologyVersion: 1,
      standing: { state: "open" },
      createdAtMs: world.deps.now(),
    });
    world.pass(1_000);
    const label = {
      id: "rotten" as LabelId,
      names: { en: "Eats rotten leaf" },
      definition: { en: "And nothing else." },
      colour: "#0072b2",
      parent: PEST,
    };
    await accept([{ kind: "add", label, nearest: PEST }]);
    world.pass(1_000);
    const { ver = 0 } = (await projects(world.deps).find(projectId)) ?? {};
    const change = { as: vendor, path: { projectId }, body: { ver, instructions: { en: "Look closely." } } };
    await world.call(endpoints.updateProject, updateProject, change);
  });
  afterAll(() => world.close());

  it("is listed newest first, with what was done, why, and what was said before", async () => {
    const [instructions, ontology, ...first] = await changes();
    expect(instructions).toMatchObject({
      kind: "instructions",
      version: 2,
      before: { en: "Look." },
      text: { en: "Look closely." },
    });
    expect(ontology).toMatchObject({
      kind: "ontology",
      version: 2,
      from: 1,
      operations: [{ kind: "add", label: { id: "rotten", parent: PEST } }],
      because: { proposalId, reason: REASON, example: { itemId: "a".repeat(20) } },
    });
    expect(ontology?.kind === "ontology" && ontology.labels.map(({ id }) => id).sort()).toEqual([PEST, "rotten"]);
    expect(first.map(({ kind, version }) => [kind, version])).toEqual(
      expect.arrayContaining([
        ["ontology", 1],
        ["instructions", 1],
      ]),
    );
  });

  it("is what came after the versions that she has seen", async () => {
    expect(await versions({ afterOntology: "1", afterInstructions: "1" })).toEqual(["instructions 2", "ontology 2"]);
    expect(await versions({ afterOntology: "2", afterInstructions: "1" })).toEqual(["instructions 2"]);
    expect(await versions({ afterOntology: "2", afterInstructions: "2" })).toEqual([]);
  });

  it("names whoever proposed it only once she has chosen to be named", async () => {
    const because = async () => {
      const found = (await changes({}, "asha")).find(({ kind, version }) => kind === "ontology" && version === 2);
      return found?.kind === "ontology" ? found.because : undefined;
    };
    expect(await because()).not.toHaveProperty("proposer");
    const { personId } = world.person("nehma");
    await credits(world.deps).choose(projectId, personId, { form: "named", text: "Nehma", language: "en" });
    expect(await because()).toMatchObject({ proposer: "Nehma" });
    expect(JSON.stringify(await changes({}, "asha"))).not.toContain(personId);
    await credits(world.deps).choose(projectId, personId, { form: "none" });
    expect(await because()).not.toHaveProperty("proposer");
  });

  it("leaves out what was cut in half and nobody came to label by", async () => {
    await accept([{ kind: "deprecate", label: PEST }], false);
    await instructionVersions(world.deps).put(projectId, { version: 3, from: 2, text: { en: "cut" }, atMs: 1 });
    expect(await versions({ afterOntology: "1", afterInstructions: "1" })).toEqual(["instructions 2", "ontology 2"]);
  });

  it("is not for clients: they read of it in the data card", async () => {
    const asked = await world.ask(endpoints.listChanges, listChanges, {
      as: world.person("client"),
      path: { projectId },
    });
    expect(asked.status).toBe(403);
  });
});
