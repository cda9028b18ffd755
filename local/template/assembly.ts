import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, recordAt, textAt } from "./json.ts";

/** One resource of a template, with its intrinsics not resolved yet. */
export interface Resource {
  readonly stack: Stack;
  /** Logical id within its stack. */
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Stack {
  readonly name: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly template: Readonly<Record<string, unknown>>;
}

/** What `cdk synth` wrote: the stacks in the order in which they are deployed, and where the code of functions lies. */
export interface Assembly {
  readonly stacks: readonly Stack[];
  /** Folder of the asset that is deployed under this object key. */
  assetFolder(objectKey: string): string;
}

export const stackOf = (name: string, template: Readonly<Record<string, unknown>>): Stack => {
  const resources = new Map<string, Resource>();
  const stack: Stack = { name, resources, template };
  for (const [id, resource] of Object.entries(recordAt(template, "Resources", name))) {
    const path = `${name}.${id}`;
    if (!isRecord(resource)) throw new Error(`${path} is no resource`);
    if (resource["Condition"] !== undefined && resource["Type"] !== "AWS::CDK::Metadata")
      throw new Error(`${path}: the embedded cloud does not imitate conditions`);
    const properties = resource["Properties"] === undefined ? {} : recordAt(resource, "Properties", path);
    resources.set(id, { stack, id, type: textAt(resource, "Type", path), properties });
  }
  return stack;
};

/** Reads a folder that CDK synthesized into. Stacks are sorted so that each follows the ones it depends on. */
export const readAssembly = (folder: string): Assembly => {
  const artifacts = recordAt(readJson(join(folder, "manifest.json")), "artifacts", "manifest");
  const folders = new Map<string, string>();
  const found = new Map<string, { readonly stack: Stack; readonly dependsOn: readonly unknown[] }>();
  for (const [name, artifact] of Object.entries(artifacts)) {
    if (!isRecord(artifact)) continue;
    if (artifact["type"] === "cdk:asset-manifest") {
      const { file } = recordAt(artifact, "properties", name);
      readAssets(folder, String(file), folders);
    }
    if (artifact["type"] !== "aws:cloudformation:stack") continue;
    const properties = recordAt(artifact, "properties", name);
    const template = readJson(join(folder, textAt(properties, "templateFile", name)));
    const stackName = typeof properties["stackName"] === "string" ? properties["stackName"] : name;
    const dependsOn = Array.isArray(artifact["dependencies"]) ? artifact["dependencies"] : [];
    found.set(name, { stack: stackOf(stackName, template), dependsOn });
  }
  return {
    stacks: inOrder(found),
    assetFolder: (key) => {
      const path = folders.get(key);
      if (path === undefined) throw new Error(`no asset is deployed as ${key}`);
      return path;
    },
  };
};

const readAssets = (folder: string, file: string, folders: Map<string, string>): void => {
  const files = readJson(join(folder, file))["files"];
  for (const asset of Object.values(isRecord(files) ? files : {})) {
    if (!isRecord(asset)) continue;
    const { path } = recordAt(asset, "source", file);
    for (const destination of Object.values(recordAt(asset, "destinations", file)))
      if (isRecord(destination)) folders.set(textAt(destination, "objectKey", file), join(folder, String(path)));
  }
};

const inOrder = (
  found: ReadonlyMap<string, { readonly stack: Stack; readonly dependsOn: readonly unknown[] }>,
): readonly Stack[] => {
  const sorted = new Set<Stack>();
  const visit = (name: string): void => {
    const entry = found.get(name);
    if (!entry || sorted.has(entry.stack)) return;
    for (const other of entry.dependsOn) visit(String(other));
    sorted.add(entry.stack);
  };
  for (const name of found.keys()) visit(name);
  return [...sorted];
};

const readJson = (path: string): Readonly<Record<string, unknown>> => {
  const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!isRecord(parsed)) throw new Error(`${path} holds no object`);
  return parsed;
};
