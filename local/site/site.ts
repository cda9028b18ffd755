import type { IncomingMessage, ServerResponse } from "node:http";
import type { Handle } from "../access/page-server.ts";
import type { StaticFiles } from "./static-files.ts";

export interface SiteOptions {
  /** Serves what lies under /api. */
  readonly api: Handle;
  readonly files: StaticFiles;
  /** Small texts of this cloud, by path: what the page reads first, and what a phone must trust. */
  readonly documents: Readonly<Record<string, SiteDocument>>;
  /** Reads an object of the site's bucket; undefined if there is none. */
  readonly readObject: (key: string) => Promise<{ readonly type: string; readonly body: Buffer } | undefined>;
  /** Of CloudFront's answers: content security policy and its like. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface SiteDocument {
  readonly type: string;
  readonly text: string;
}

/** CloudFront keeps availability for so long; a browser may as well. */
const AVAILABILITY_SECONDS = 15;

/** What CloudFront is in AWS: page, API and availability under one origin. */
export const site = ({ api, files, documents, readObject, headers }: SiteOptions): Handle => {
  const availability = async (path: string, response: ServerResponse): Promise<void> => {
    const found = await readObject(path.slice(1));
    if (!found) return notFound(response);
    response.setHeader("content-type", found.type);
    response.setHeader("cache-control", `max-age=${AVAILABILITY_SECONDS}`);
    response.writeHead(200).end(found.body);
  };

  return async (request, response) => {
    const path = pathOf(request);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (path === "/api" || path.startsWith("/api/")) return api(request, response);
    request.resume();
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      response.writeHead(405).end();
      return;
    }
    const document = Object.hasOwn(documents, path) ? documents[path] : undefined;
    if (document) {
      response.setHeader("content-type", document.type);
      response.setHeader("cache-control", "no-cache");
      response.writeHead(200).end(document.text);
      return;
    }
    if (path.startsWith("/avail/")) return availability(path, response);
    if (await files.serve(path === "/" ? "/index.html" : path, request, response)) return;
    // An address of the page's own making: the page finds out what it means.
    const isScreen = !(path.split("/").at(-1) ?? "").includes(".");
    if (isScreen && (await files.serve("/index.html", request, response))) return;
    notFound(response);
  };
};

const pathOf = ({ url = "/" }: IncomingMessage): string => {
  const raw = url.split("?", 1)[0] ?? "/";
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
};

const notFound = (response: ServerResponse): void => {
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.writeHead(404).end("there is nothing at this address\n");
};
