import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { endpoints, type ResponseOf } from "../../lambdas/endpoints.ts";
import type { Person } from "../../lambdas/http.ts";
import { listItems } from "../../lambdas/list-items.ts";
import { type PeopleWorld, startPeopleWorld } from "./people-world.ts";
import { aProjectBody } from "./project-body.ts";

export type Card = ResponseOf<"listItems">["items"][number];

export interface Dataset {
  readonly projectId: ProjectId;
  /** Puts an object as any S3 client does, without telling ingest yet. */
  put(name: string, content: Uint8Array | string): Promise<void>;
  /** All items, page by page, sorted by name. */
  all(query?: Readonly<Record<string, string>>): Promise<readonly Card[]>;
  /** The item of a name; there must be one. */
  named(name: string): Promise<Card & { readonly itemId: ItemId }>;
}

export interface IngestWorld extends PeopleWorld {
  readonly vendor: Person;
  /** A project of its own, so that tests do not meet. */
  dataset(media?: "image" | "video" | "text"): Promise<Dataset>;
}

/** The world of people, with datasets to drop files into. */
export const startIngestWorld = async (): Promise<IngestWorld> => {
  const world = await startPeopleWorld();
  const vendor = world.person("vendor", "vendor");
  const dataset: IngestWorld["dataset"] = async (media = "image") => {
    const tools = media === "image" ? (["class", "box"] as const) : (["class"] as const);
    const { ontology } = aProjectBody();
    const made = await world.call(endpoints.createProject, createProject, {
      as: vendor,
      body: aProjectBody({ media, ontology: { ...ontology, tools: [...tools] } }),
    });
    const projectId = made.projectId as ProjectId;
    const all: Dataset["all"] = async (query = {}) => {
      const found: Card[] = [];
      let cursor: string | undefined;
      do {
        const page = await world.call(endpoints.listItems, listItems, {
          as: vendor,
          path: { projectId },
          query: { ...query, ...(cursor && { cursor }) },
        });
        found.push(...(page.items as Card[]));
        cursor = page.cursor;
      } while (cursor);
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    };
    return {
      projectId,
      all,
      put: async (name, content) => {
        const { bucket, config } = world.deps;
        const Key = `${projectId}/${name}`;
        await bucket.send(new PutObjectCommand({ Bucket: config.INGEST_BUCKET, Key, Body: Buffer.from(content) }));
      },
      named: async (name) => {
        const found = (await all()).filter((card) => card.name === name);
        if (found.length !== 1 || !found[0]) throw new Error(`${found.length} items are named ${name}`);
        return { ...found[0], itemId: found[0].itemId as ItemId };
      },
    };
  };
  return { ...world, vendor, dataset };
};
