/** Names that stand outside a template: of stacks, and of what is looked for by name. */
export interface Names {
  readonly dataStack: string;
  readonly serviceStack: string;
  readonly userPool: string;
  /** Task queues are named `<prefix><project>-<epoch>`. */
  readonly taskQueuePrefix: string;
}

/** The stage is in every one, so that several deployments can share an account. */
export const namesOf = (stage: string): Names => ({
  dataStack: `labelloop-${stage}-data`,
  serviceStack: `labelloop-${stage}`,
  userPool: `labelloop-${stage}`,
  taskQueuePrefix: `labelloop-${stage}-t-`,
});
