import type { Metafile } from "esbuild";

/** What a bundle is made of: bytes of its code, and which packages gave how much of it. */
export interface Bundled {
  readonly files: number;
  readonly bytes: number;
  /** Bytes by package name, in order of names; what is of no package is ours. */
  readonly packages: Readonly<Record<string, number>>;
}

/** The package that a file is of: behind the last `node_modules` of its path. `undefined` for our own. */
export const packageOf = (path: string): string | undefined => {
  const inside = path.replaceAll("\\", "/").split("node_modules/").at(-1);
  if (!path.includes("node_modules") || inside === undefined) return undefined;
  return inside
    .split("/")
    .slice(0, inside.startsWith("@") ? 2 : 1)
    .join("/");
};

const byPackage = (modules: readonly (readonly [path: string, bytes: number])[]): Bundled["packages"] => {
  const sums = new Map<string, number>();
  for (const [path, bytes] of modules) {
    const name = packageOf(path);
    if (name !== undefined && bytes > 0) sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Of what esbuild made: bytes as they are in the output, minified. Maps are not counted. */
export const bundledIn = ({ outputs }: Pick<Metafile, "outputs">): Bundled => {
  const code = Object.entries(outputs).filter(([path]) => path.endsWith(".mjs"));
  const modules = code.flatMap(([, { inputs }]) =>
    Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const),
  );
  const bytes = code.reduce((sum, [, output]) => sum + output.bytes, 0);
  return { files: code.length, bytes, packages: byPackage(modules) };
};

/** A piece of code that a bundler of pages has made, with what is in it. */
export interface Piece {
  readonly code: string;
  /** Lengths by path, before they were minified. */
  readonly modules: Readonly<Record<string, { readonly renderedLength: number }>>;
}

/** Of the page's code: the whole as it travels, packages as long as they were before they were minified. */
export const bundledOf = (pieces: readonly Piece[]): Bundled => ({
  files: pieces.length,
  bytes: pieces.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0),
  packages: byPackage(
    pieces.flatMap(({ modules }) =>
      Object.entries(modules).map(([path, { renderedLength }]) => [path, renderedLength] as const),
    ),
  ),
});

/** `2.31 MB in 71 files, of it 40 packages with 1.95 MB`. */
export const inOneLine = ({ files, bytes, packages }: Bundled): string => {
  const sizes = Object.values(packages);
  const sum = sizes.reduce((before, one) => before + one, 0);
  return `${sizeOf(bytes)} of code in ${files} files, of it ${sizes.length} packages with ${sizeOf(sum)}`;
};

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
