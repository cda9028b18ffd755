import { forestProject } from "../../core/demonstration/forest-project.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Accounts } from "./accounts.ts";
import { type Api, apiOf } from "./api.ts";
import { type DemoSignIn, MEMBERS, signInOf } from "./sign-ins.ts";

export interface Team {
  readonly vendor: Api;
  readonly projectId: ProjectId;
}

/**
 * Brings people and project about through the real API, as their owners would: the operator invites the vendor, the
 * vendor creates the project and invites the others. Every step looks first what is there, so it can be cut anywhere.
 */
export const gatherTeam = async (apiUrl: string, accounts: Accounts): Promise<Team> => {
  const open = apiOf(apiUrl);
  const as = async (role: DemoSignIn["role"]): Promise<Api> => apiOf(apiUrl, await accounts.signIn(signInOf(role)));
  const accept = (secret: string, { signInName, name, password }: DemoSignIn) =>
    open("acceptInvitation", { path: { secret }, body: { signInName, name, password, language: "en" } });

  const [operator, vendor] = [signInOf("operator"), signInOf("vendor")];
  if (!(await accounts.has(operator))) await accounts.make(operator, "operator");
  if (!(await accounts.has(vendor))) {
    const { secret } = await (await as("operator"))("inviteVendor", { body: {} });
    await accept(secret, vendor);
  }
  const vendorApi = await as("vendor");
  const project = await findProject(vendorApi);
  const path = { projectId: project.projectId };
  await Promise.all(
    MEMBERS.map(async (member) => {
      if (await accounts.has(member)) return;
      const { secret } = await vendorApi("invite", { path, body: { roles: [member.role] } });
      await accept(secret, member);
    }),
  );
  if (project.state === "draft") await vendorApi("changeProjectState", { path, body: { to: "open" } });
  return { vendor: vendorApi, projectId: project.projectId };
};

const findProject = async (vendor: Api): Promise<{ readonly projectId: ProjectId; readonly state: string }> => {
  const { projects } = await vendor("listProjects");
  const known = projects.find(({ title }) => title["en"] === forestProject.title["en"]);
  return known ?? (await vendor("createProject", { body: forestProject }));
};
