import { describe, expect, it } from "vitest";
import type { Project } from "../../core/project.ts";
import { changeProject } from "../../core/project-change.ts";

const aProject = (given: Partial<Project> = {}): Project => ({
  projectId: "aproject" as Project["projectId"],
  title: { en: "Forest insects" },
  state: "draft",
  ver: 3,
  media: "image",
  askedBy: "a trust",
  purpose: { en: "to know" },
  instructions: { version: 2, text: { en: "look" } },
  overlap: { min: 1, max: 3 },
  confidenceTarget: "majority",
  proposalsFirst: true,
  pay: { kind: "unpaid" },
  leaseMs: 60_000,
  packetItems: 10,
  ontologyVersion: 1,
  epoch: 0,
  createdAtMs: 0,
  ...given,
});

describe("changing a project", () => {
  it("takes every setting while it is a draft", () => {
    const change = { askedBy: "another trust", overlap: { min: 2, max: 2 }, pay: { kind: "unpaid" } as const };
    expect(changeProject(aProject(), change)).toEqual({ changed: aProject(change) });
  });

  it.each(["open", "paused"] as const)("keeps who asks and the overlap as they are once it is %s", (state) => {
    const project = aProject({ state });
    expect(changeProject(project, { askedBy: "another trust" })).toEqual({ fixed: "askedBy" });
    expect(changeProject(project, { overlap: { min: 1, max: 4 } })).toEqual({ fixed: "overlap" });
    expect(changeProject(project, { askedBy: project.askedBy, overlap: { min: 1, max: 3 }, leaseMs: 90_000 })).toEqual({
      changed: aProject({ state, leaseMs: 90_000 }),
    });
  });

  it("makes new words of instruction the next version, and the same words not", () => {
    const changed = changeProject(aProject(), { instructions: { en: "look", hi: "देखो" } });
    expect(changed).toMatchObject({ changed: { instructions: { version: 3, text: { hi: "देखो" } } } });
    const same = changeProject(aProject(), { instructions: { en: "look" } });
    expect(same).toMatchObject({ changed: { instructions: { version: 2 } } });
  });
});
