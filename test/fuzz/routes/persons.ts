import type { AnnotatorId } from "../../../core/ids.ts";
import type { Group, Role } from "../../../core/membership.ts";
import { annotatorOf } from "../../support/labelling.ts";

/** Who is in which project of the world: `own` and `other` are open, in `draft` and `closed` is the vendor alone. */
export interface Somebody {
  readonly personId: AnnotatorId;
  readonly groups: readonly Group[];
  readonly own: readonly Role[];
  readonly other: readonly Role[];
}

const somebody = (number: number, given: Partial<Omit<Somebody, "personId">> = {}): Somebody => ({
  personId: annotatorOf(number),
  groups: [],
  own: [],
  other: [],
  ...given,
});

export const PERSONS = {
  operator: somebody(1, { groups: ["operator"] }),
  vendor: somebody(2, { groups: ["vendor"], own: ["vendor"] }),
  annotator: somebody(3, { own: ["annotator"] }),
  second: somebody(4, { own: ["annotator"] }),
  reviewer: somebody(5, { own: ["reviewer"] }),
  client: somebody(6, { own: ["client"] }),
  otherVendor: somebody(7, { groups: ["vendor"], other: ["vendor"] }),
  otherAnnotator: somebody(8, { other: ["annotator"] }),
  stranger: somebody(9),
} as const satisfies Readonly<Record<string, Somebody>>;
export type PersonName = keyof typeof PERSONS;

export const signInNameOf = (personId: AnnotatorId): string => `person-${personId.slice(-3)}`;

/** Claims as the authorizer hands them on. `nobody` has none, an id token is none that counts. */
export const CALLERS = [...(Object.keys(PERSONS) as PersonName[]), "nobody", "idToken"] as const;
export type CallerName = (typeof CALLERS)[number];

export const claimsOf = (caller: CallerName): Readonly<Record<string, string>> | undefined => {
  if (caller === "nobody") return undefined;
  const { personId, groups }: Somebody = PERSONS[caller === "idToken" ? "vendor" : caller];
  return {
    sub: personId,
    username: signInNameOf(personId),
    token_use: caller === "idToken" ? "id" : "access",
    ...(groups.length > 0 && { "cognito:groups": `[${groups.join(" ")}]` }),
  };
};
