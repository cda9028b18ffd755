import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { voiceForm } from "./voice-notes.ts";

const endpoint = endpoints.startVoice;

/** A form to post a recording with. What arrives is looked at when something names it. */
export const startVoice = (deps: Deps, { path, body }: Request<typeof endpoint>): Promise<Reply<typeof endpoint>> =>
  voiceForm(deps, path.projectId, body);

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), startVoice));
