/** Somebody of the demonstration: the passwords are printed, so these exist on this machine's loopback only. */
export interface DemoSignIn {
  readonly role: "operator" | "vendor" | "client" | "annotator";
  readonly signInName: string;
  readonly password: string;
}
