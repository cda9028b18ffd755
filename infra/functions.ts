import { type BackgroundName, background, type EndpointName, endpoints, fileOf } from "../lambdas/endpoints.ts";

export type FunctionName = EndpointName | BackgroundName;

/** Typed keys of the two tables: what the template makes one function for, each. */
export const endpointNames = Object.keys(endpoints) as readonly EndpointName[];
export const backgroundNames = Object.keys(background) as readonly BackgroundName[];
export const functionNames: readonly FunctionName[] = [...endpointNames, ...backgroundNames];

/** A function's construct id, and so its logical id: `startUpload` is StartUpload. */
export const idOfFunction = (name: FunctionName): string => name.charAt(0).toUpperCase() + name.slice(1);

export { fileOf };
