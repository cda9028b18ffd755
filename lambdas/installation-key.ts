import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { serve } from "./http.ts";
import { publicKeyOf } from "./record-key.ts";
import { recordKeys } from "./store/record-keys.ts";

const endpoint = endpoints.installationKey;

/** For whoever is handed a record of work and wants to know whether it is genuine. */
export const installationKey = async (deps: Deps): Promise<Reply<typeof endpoint>> => ({
  ...publicKeyOf(await recordKeys(deps).seed()),
});

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), installationKey));
