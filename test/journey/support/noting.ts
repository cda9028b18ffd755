import { type EndpointName, endpoints } from "../../../lambdas/endpoints.ts";
import { type Api, Refused } from "../../support/api.ts";

/** Their answers hold addresses for putting something, which reading would not show to be good. */
const FOR_PUTTING: readonly EndpointName[] = ["startUpload", "signUploadParts", "startAnswer", "startVoice"];
const FETCHED_MAX = 4;

export interface Noting {
  /** The same, and each endpoint that answered is noted, and what its answer points to is fetched. */
  of(api: Api): Api;
  /** Endpoints that have not answered yet. */
  missing(): readonly string[];
}

/** Watches what is called in a journey. A signed address lends its signer's right: it counts once it is followed. */
export const noting = (): Noting => {
  const called = new Set<EndpointName>();
  return {
    of: (api) => ({
      ...api,
      call: async (name, options) => {
        const answer = await api.call(name, options);
        called.add(name);
        if (!FOR_PUTTING.includes(name)) await followAll(name, addressesIn(answer));
        return answer;
      },
    }),
    missing: () => Object.keys(endpoints).filter((name) => !called.has(name as EndpointName)),
  };
};

/** Every text of an answer that is a signed address. */
const addressesIn = (answer: unknown): readonly string[] => {
  if (typeof answer === "string") return answer.includes("X-Amz-Signature=") ? [answer] : [];
  return typeof answer === "object" && answer !== null ? Object.values(answer).flatMap(addressesIn) : [];
};

/** One of each kind: with a version and without, in each folder of each bucket. */
const followAll = async (name: EndpointName, addresses: readonly string[]): Promise<void> => {
  const kindOf = (address: string): string => {
    const { pathname, searchParams } = new URL(address);
    return `${pathname
      .split("/")
      .slice(1, 4)
      .join("/")
      .replace(/[^/]*$/, "")} ${searchParams.has("versionId")}`;
  };
  const ofEachKind = [...Map.groupBy(addresses, kindOf).values()].flatMap(([first]) => first ?? []);
  for (const address of ofEachKind.slice(0, FETCHED_MAX)) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${name} showed an address that answers ${response.status}: ${address}`);
    await response.arrayBuffer();
  }
};

/** The code with which a call is refused; throws when it is not. */
export const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const answer = await call.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Refused) return error.answer.code;
      throw error;
    },
  );
  if (answer === undefined) throw new Error("a refusal was expected");
  return answer;
};
