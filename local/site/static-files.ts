import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { sha256Hex } from "../access/sigv4-canonical.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json",
};

const COMPRESSED = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;
/** Smaller than this, compression saves less than its header costs. */
const COMPRESS_FROM_BYTES = 512;

interface StaticFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly plain: Buffer;
  /** Made at the first request that accepts it, and kept. */
  readonly packed: Map<string, Promise<Buffer>>;
}

export interface StaticFiles {
  /** Answers a GET or HEAD; false if there is no such file. */
  serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** For a cloud without a page. */
export const noFiles: StaticFiles = { serve: async () => false };

const immutable = "public, max-age=31536000, immutable";
const revalidated = "no-cache";

/**
 * The files of a folder, held in memory: the page is small and is what every browser asks for first. Files under
 * /assets carry a hash of their bytes in their name and are kept by browsers for ever; all others are asked for anew.
 */
export const staticFiles = (folder: string): StaticFiles => {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    files.set(path, readStaticFile(file, path));
  }

  return {
    serve: async (path, request, response) => {
      const file = files.get(path);
      if (!file) return false;
      response.setHeader("content-type", file.type);
      response.setHeader("cache-control", file.cacheControl);
      response.setHeader("etag", file.etag);
      response.setHeader("vary", "accept-encoding");
      if (request.headers["if-none-match"] === file.etag) {
        response.writeHead(304).end();
        return true;
      }
      const encoding = encodingFor(request, file);
      const body = encoding ? await packedWith(encoding, file) : file.plain;
      if (encoding) response.setHeader("content-encoding", encoding);
      response.setHeader("content-length", body.length);
      response.writeHead(200).end(request.method === "HEAD" ? undefined : body);
      return true;
    },
  };
};

const readStaticFile = (file: string, path: string): StaticFile => {
  const plain = readFileSync(file);
  return {
    type: TYPES[extname(path)] ?? "application/octet-stream",
    cacheControl: path.startsWith("/assets/") ? immutable : revalidated,
    etag: `"${sha256Hex(plain).slice(0, 32)}"`,
    plain,
    packed: new Map(),
  };
};

const encodingFor = (request: IncomingMessage, { type, plain }: StaticFile): "br" | "gzip" | undefined => {
  if (plain.length < COMPRESS_FROM_BYTES || !COMPRESSED.test(type)) return undefined;
  const accepted = String(request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : undefined;
};

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

const packedWith = (encoding: "br" | "gzip", { plain, packed }: StaticFile): Promise<Buffer> => {
  const known = packed.get(encoding);
  if (known) return known;
  const made =
    encoding === "gzip"
      ? zip(plain)
      : brotli(plain, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
        });
  packed.set(encoding, made);
  return made;
};
