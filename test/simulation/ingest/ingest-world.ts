import { endpoints } from "../../../lambdas/endpoints.ts";
import { resolveReplacement } from "../../../lambdas/resolve-replacement.ts";
import { items } from "../../../lambdas/store/items.ts";
import { annotatorOf, haveMember, haveProject, projectIdOf } from "../../support/labelling.ts";
import { unexplained } from "../labelling/faults-logged.ts";
import { deliver, fire, listen, repeat } from "../labelling/machines.ts";
import type { Played, PlayOptions } from "../world/played.ts";
import { openWorld, type World } from "../world/world.ts";
import { brokenItems, headersOf } from "./items-hold.ts";

const PROJECT = projectIdOf("leaves");
const VENDOR = annotatorOf(90);

/** A dataset that is being dropped in. */
export interface Dropping {
  readonly world: World;
  /** By key, every content that was put there, the newest last. */
  readonly put: Map<string, string[]>;
  /** Texts of manifests, by key and line number. */
  readonly lines: Map<string, string>;
  /** Content that the vendor did not take in the place of what was there, by key. */
  readonly refused: Set<string>;
  readonly counts: { objects: number; replacements: number; lost: number };
  isClosing: boolean;
}

/** Plays one world of ingest from its seed to rest, and says what does not hold then. */
export const playIngest = async (options: PlayOptions): Promise<Played> => {
  const world = await openWorld({ ...options, projectId: PROJECT, strength: options.strength ?? 1.5 });
  const { steps, deps } = world;
  await haveProject(deps, { projectId: PROJECT, media: "text", overlap: { min: 2, max: 3 } });
  await haveMember(deps, { projectId: PROJECT }, 90, ["vendor"]);
  const counts = { objects: 0, replacements: 0, lost: 0 };
  const play: Dropping = { world, put: new Map(), lines: new Map(), refused: new Set(), counts, isClosing: false };
  let running = 0;
  const start = (actor: Promise<void>): void => {
    running += 1;
    void actor.then(() => {
      running -= 1;
    });
  };
  start(dropFiles(play, options.items ?? 16));
  for (let lane = 0; lane < 3; lane++) start(listen(play, "ingest"));
  start(answerReplacements(play));
  start(repeat(play, "reconcile", { everyMs: 60_000, skipped: 0.3 }));
  const endsAtMs = steps.nowMs() + (options.minutes ?? 3) * 60_000;
  await steps.play(() => {
    play.isClosing ||= steps.nowMs() > endsAtMs;
    return play.isClosing && running === 0;
  });

  const unrest = await comeToRest(play);
  const broken = [...unrest, ...(await brokenItems(play)), ...unexplained(world.stores.log)];
  await world.close();
  const { sha256, lines } = steps.trace();
  return {
    broken,
    counts: { ...counts, steps: steps.made() },
    faults: world.faults.happened,
    seen: world.faults.seen,
    trace: lines,
    traceSha256: sha256,
  };
};

/** Files come in, the same bytes under other names too; some are put again with other bytes, one is empty. */
const dropFiles = async (play: Dropping, count: number): Promise<void> => {
  const { steps } = play.world;
  for (let file = 0; file < count && !play.isClosing; file++) {
    await steps.sleep(9_000 * steps.random());
    const draw = steps.random();
    const known = [...play.put.keys()].filter((key) => key.endsWith(".txt"));
    if (draw < 0.15) dropManifest(play, file);
    else if (draw < 0.4 && known.length > 0) drop(play, steps.pick(known), `Leaf seen again, ${file % 5}`);
    else drop(play, `${PROJECT}/leaf-${file}.txt`, steps.chance(0.1) ? "" : `A leaf, seen ${file % 6} times`);
  }
};

const drop = (play: Dropping, key: string, content: string): void => {
  const { world, put, counts } = play;
  const { steps, deps, buckets, queues } = world;
  const done = buckets.put(deps.config.INGEST_BUCKET, key, content);
  put.set(key, [...(put.get(key) ?? []), content]);
  counts.objects += 1;
  const object = { key: encodeURIComponent(key), versionId: done.versionId, sequencer: done.sequencer };
  const body = JSON.stringify({ Records: [{ eventName: "ObjectCreated:Put", s3: { object } }] });
  // Events come at least once, in any order.
  const copies = steps.chance(0.2) ? 2 : 1;
  for (let copy = 0; copy < copies; copy++) {
    queues.engine.send("ingest", { body, delaySeconds: steps.chance(0.5) ? 0 : Math.floor(steps.random() * 40) });
  }
};

const dropManifest = (play: Dropping, file: number): void => {
  const key = `${PROJECT}/texts-${file}.jsonl`;
  const texts = [1, 2, 3, 4].map((line) => `Caterpillar ${file}, line ${line}`);
  texts.forEach((text, at) => void play.lines.set(`${key}#${at + 1}`, text));
  drop(play, key, texts.map((source) => `${JSON.stringify({ source, note: `n${file}` })}\n`).join(""));
};

/** The vendor takes newer bytes, or does not. */
const answerReplacements = async (play: Dropping): Promise<void> => {
  const { world, counts } = play;
  while (!play.isClosing) {
    await world.steps.sleep(15_000 * world.steps.random());
    const waiting = (await headersOf(world)).filter(({ replacement }) => replacement !== undefined);
    const [header] = waiting;
    if (!header || play.isClosing) continue;
    const accept = world.steps.chance(0.6);
    const sent = { path: { itemId: header.itemId }, body: { accept } };
    const answer = await world.call(
      "resolve-replacement",
      endpoints.resolveReplacement,
      resolveReplacement,
      VENDOR,
      sent,
    );
    if (answer.state === "lost") counts.lost += 1;
    if (answer.state === "answered") counts.replacements += 1;
    // Told or not, it may have been done, to the bytes that were waiting then.
    const now = await items(world.deps).find(PROJECT, header.itemId);
    if (!accept && now) for (const one of [header, now]) if (one.replacement) play.refused.add(one.replacement.sha256);
  }
};

const comeToRest = async (play: Dropping): Promise<readonly string[]> => {
  const { world } = play;
  const { steps } = world;
  await world.calm();
  let isOver = false;
  const work = async (): Promise<void> => {
    for (let minute = 0; minute < 20; minute++) {
      let done = 0;
      for (let got = 1; got > 0; done += got) got = await deliver(world, "ingest");
      await fire(world, "reconcile");
      await steps.sleep(60_000);
      if (done === 0 && minute > 3) break;
    }
    isOver = true;
  };
  void work();
  await steps.play(() => isOver);
  const { ready, inFlight, delayed } = world.queues.engine.counts("ingest");
  return ready + inFlight + delayed === 0 ? [] : [`${ready + inFlight + delayed} events of ingest are left`];
};
