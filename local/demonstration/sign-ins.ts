import type { Role } from "../../core/membership.ts";

/** Somebody of the demonstration: the passwords are public, so these exist on this machine's loopback only. */
export interface DemoSignIn {
  readonly role: "operator" | "vendor" | "client" | "annotator";
  readonly signInName: string;
  readonly name: string;
  readonly password: string;
}

/** Who plays the story: somebody asks, somebody prepares, three people who live there look. */
export const DEMO_SIGN_INS: readonly DemoSignIn[] = [
  { role: "operator", signInName: "operator", name: "Operator", password: "forest-demo-1" },
  { role: "vendor", signInName: "vendor", name: "Vendor", password: "forest-demo-2" },
  { role: "client", signInName: "client", name: "Client", password: "forest-demo-3" },
  { role: "annotator", signInName: "nehma", name: "Nehma", password: "forest-demo-4" },
  { role: "annotator", signInName: "budhni", name: "Budhni", password: "forest-demo-5" },
  { role: "annotator", signInName: "manglu", name: "Manglu", password: "forest-demo-6" },
];

/** Those who come by an invitation to the project. */
export const MEMBERS: readonly (DemoSignIn & { readonly role: Role & DemoSignIn["role"] })[] = DEMO_SIGN_INS.flatMap(
  ({ role, ...rest }) => (role === "client" || role === "annotator" ? [{ role, ...rest }] : []),
);

export const signInOf = (role: DemoSignIn["role"]): DemoSignIn => {
  const found = DEMO_SIGN_INS.find((one) => one.role === role);
  if (!found) throw new Error(`the demonstration has no ${role}`);
  return found;
};
