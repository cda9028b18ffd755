import type { z } from "zod";
import type { Group, Role } from "../core/membership.ts";

/**
 * Who may call. `open` needs no token; `group` is in the token; `member` is the row of the project in the path, read
 * at each request. A stranger to a project is told `not-found`, whether it exists or not.
 */
export type Access =
  | { readonly kind: "open" }
  | { readonly kind: "signed-in" }
  | { readonly kind: "group"; readonly groups: readonly Group[] }
  | { readonly kind: "member"; readonly roles: readonly Role[] };

export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Under /api. `{projectId}` and its like are parsed by the schema of that name in lambdas/http.ts. */
  readonly path: `/${string}`;
  readonly access: Access;
  /** One sentence for the OpenAPI document. */
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  /** Largest body, in bytes. @default 64 KiB */
  readonly bodyBytesMax?: number;
  /** @default 15 */
  readonly timeoutSeconds?: number;
}

// Each keeps its own kind as type, so that a handler knows whether it has a person and a membership.
export const open = { kind: "open" } as const satisfies Access;
export const signedIn = { kind: "signed-in" } as const satisfies Access;
export const member = (...roles: Role[]) => ({ kind: "member", roles }) as const satisfies Access;
export const anyMember = member("vendor", "reviewer", "annotator", "client");
export const vendor = member("vendor");
