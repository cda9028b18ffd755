/** What the runner and a function's thread say to each other. Events and answers travel as JSON text, as in AWS. */
export type ToThread =
  | {
      readonly kind: "invoke";
      readonly id: number;
      readonly requestId: string;
      readonly event: string;
      /** Epoch milliseconds at which the runner gives up. */
      readonly deadlineMs: number;
    }
  | { readonly kind: "ping"; readonly id: number };

export type FromThread =
  | { readonly kind: "loaded" }
  | { readonly kind: "returned"; readonly id: number; readonly answer: string }
  | { readonly kind: "failed"; readonly id: number; readonly errorType: string; readonly message: string }
  | { readonly kind: "pong"; readonly id: number };

/** What a thread is started with. */
export interface ThreadStart {
  /** Address of the bundled module. */
  readonly moduleUrl: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** Where compiled code is kept, so that a later thread starts sooner and smaller. */
  readonly compileCache: string;
  /** Certificates to trust besides the usual ones, PEM. */
  readonly trusted: readonly string[];
}
