import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openQueueEngine, type QueueEngine } from "../../local/queue/engine.ts";
import type { Mischief, MischiefMoment, Mishap } from "../../local/queue/mischief.ts";
import { SqsRefusal } from "../../local/queue/sqs-refusal.ts";
import { createQueueModel, deadAttributes, modelSettings, workAttributes } from "./support/queue-model.ts";

const aWorld = (mischief?: Mischief) => {
  let [now, ids] = [1_900_000_000_000, 0];
  const engine = openQueueEngine({
    path: ":memory:",
    now: () => now,
    newId: () => `id-${++ids}`,
    ...(mischief ? { mischief } : {}),
  });
  const advance = (ms: number) => {
    now += ms;
  };
  return { engine, advance, now: () => now };
};

type Step =
  | { readonly do: "send"; readonly delaySeconds: number }
  | { readonly do: "receive"; readonly queue: "work" | "dead"; readonly atMost: number; readonly seconds: number }
  | { readonly do: "delete"; readonly pick: number }
  | { readonly do: "give back"; readonly pick: number }
  | { readonly do: "hide"; readonly pick: number; readonly seconds: number }
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "purge" };

const seconds = fc.constantFrom(0, 1, 5, 20);
const pick = fc.nat({ max: 30 });
const queue = fc.constantFrom("work" as const, "work" as const, "dead" as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("send" as const), delaySeconds: seconds }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("receive" as const),
      queue,
      atMost: fc.integer({ min: 1, max: 10 }),
      seconds,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("delete" as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("give back" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("hide" as const), pick, seconds }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.constantFrom(1, 999, 1000, 5000, 30_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("purge" as const) }) },
);

const codeOf = (run: () => void): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof SqsRefusal) return error.code;
    throw error;
  }
};

/** Plays steps on engine and model alike; they must agree on every answer and on every count. */
const play = (steps: readonly Step[]): void => {
  const { engine, advance, now } = aWorld();
  const model = createQueueModel(modelSettings, now);
  engine.deployQueue("dead", deadAttributes);
  engine.deployQueue("work", workAttributes);
  const handed: { readonly id: string; readonly handle: string; readonly queue: "work" | "dead" }[] = [];
  const chosen = (n: number) => handed[n % Math.max(handed.length, 1)];
  let purgedAt = Number.NEGATIVE_INFINITY;
  for (const [n, one] of steps.entries()) {
    if (one.do === "send") {
      const { messageId } = engine.send("work", { body: `${n}`, delaySeconds: one.delaySeconds });
      model.send(messageId, `${n}`, one.delaySeconds * 1000);
    } else if (one.do === "receive") {
      model.forgetExpired(one.queue);
      const received = engine.receive(one.queue, { atMost: one.atMost, visibilitySeconds: one.seconds });
      const seen = received.map(({ messageId, attributes }) => [
        messageId,
        Number(attributes["ApproximateReceiveCount"]),
      ]);
      expect(seen).toEqual(model.receive(one.queue, one.atMost, one.seconds * 1000));
      for (const { messageId: id, receiptHandle: handle } of received) {
        model.handed(id, handle);
        handed.push({ id, handle, queue: one.queue });
      }
    } else if (one.do === "advance") advance(one.ms);
    else if (one.do === "purge") {
      const refused = codeOf(() => engine.purge("work"));
      expect(refused).toBe(now() - purgedAt < 60_000 ? "PurgeQueueInProgress" : undefined);
      if (refused === undefined) {
        model.purge();
        purgedAt = now();
      }
    } else {
      const held = chosen(one.pick);
      if (!held) continue;
      if (one.do === "delete") {
        engine.delete(held.queue, held.handle);
        model.delete(held.handle);
      } else if (one.do === "give back") {
        engine.giveBack(held.queue, [held.handle]);
        model.giveBack(held.handle);
      } else {
        const refused = codeOf(() => engine.changeVisibility(held.queue, held.handle, one.seconds));
        expect(refused).toBe(model.changeVisibility(held.handle, held.id, one.seconds, held.queue));
      }
    }
    for (const name of ["work", "dead"] as const) expect(engine.counts(name)).toEqual(model.counts(name));
  }
  engine.close();
};

describe("queues", () => {
  it("agree with a simple model after every step of any history", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), play), { numRuns: 400 });
  });
});

describe("a queue that does what a standard queue may", () => {
  /** The mishap for the first message at a moment; everything else goes well. */
  const once = (moment: MischiefMoment["moment"], mishap: Mishap): Mischief => {
    let done = false;
    return (at) => {
      if (done || at.moment !== moment) return undefined;
      done = true;
      return mishap;
    };
  };
  const bodies = (engine: QueueEngine, atMost = 10) => engine.receive("work", { atMost }).map(({ body }) => body);
  const withTwo = (mischief: Mischief) => {
    const world = aWorld(mischief);
    world.engine.createQueue("work");
    for (const body of ["a", "b"]) world.engine.send("work", { body });
    return world;
  };

  it("stores a message twice", () => {
    expect(bodies(withTwo(once("send", "duplicate")).engine)).toEqual(["a", "a", "b"]);
  });

  it("loses a message that it acknowledged", () => {
    expect(bodies(withTwo(once("send", "drop")).engine)).toEqual(["b"]);
  });

  it("gives a message to two receivers at a time", () => {
    const { engine } = withTwo(once("receive", "duplicate"));
    expect([bodies(engine, 1), bodies(engine)]).toEqual([["a"], ["a", "b"]]);
  });

  it("gives later messages first", () => {
    const { engine } = withTwo(once("receive", "reorder"));
    expect([bodies(engine, 1), bodies(engine)]).toEqual([["b"], ["a"]]);
  });

  it("loses an answer, whose messages come back later, counted", () => {
    const { engine, advance } = withTwo(once("receive", "drop"));
    expect(bodies(engine)).toEqual(["b"]);
    advance(30_000);
    const [again] = engine.receive("work");
    expect([again?.body, again?.attributes["ApproximateReceiveCount"]]).toEqual(["a", "2"]);
  });

  it("brings back what was deleted", () => {
    const { engine, advance } = withTwo(once("delete", "drop"));
    for (const { receiptHandle } of engine.receive("work", { atMost: 10 })) engine.delete("work", receiptHandle);
    advance(30_000);
    expect(bodies(engine)).toEqual(["a"]);
  });

  it("still brings every message to a receiver that bears all this", () => {
    const mishap = fc.constantFrom<Mishap | undefined>("duplicate", "reorder", undefined, undefined);
    const receiveMishap = fc.constantFrom<Mishap | undefined>("duplicate", "reorder", "drop", undefined, undefined);
    const mishaps = fc.infiniteStream(fc.tuple(mishap, receiveMishap));
    fc.assert(
      fc.property(mishaps, (stream) => {
        const { engine, advance } = aWorld(({ moment }) => {
          const [sending, taking] = stream.next().value;
          return moment === "send"
            ? sending === "reorder"
              ? undefined
              : sending
            : moment === "receive"
              ? taking
              : taking === "drop"
                ? "drop"
                : undefined;
        });
        engine.createQueue("work");
        const wanted = Array.from({ length: 20 }, (_, n) => `${n}`);
        for (const body of wanted) engine.send("work", { body });
        const seen = new Set<string>();
        for (let round = 0; round < 500 && (seen.size < wanted.length || engine.counts("work").inFlight > 0); round++) {
          for (const { body, receiptHandle } of engine.receive("work", { atMost: 10 })) {
            seen.add(body);
            engine.delete("work", receiptHandle);
          }
          advance(10_000);
        }
        expect([...seen].sort()).toEqual([...wanted].sort());
        engine.close();
      }),
      { numRuns: 50 },
    );
  });
});

describe("those who wait", () => {
  it("are woken by a send, and get nothing after they gave up", async () => {
    const { engine } = aWorld();
    engine.createQueue("work");
    const [stays, leaves] = [new AbortController(), new AbortController()];
    const [ready, gone] = [engine.whenReady("work", stays.signal), engine.whenReady("work", leaves.signal)];
    leaves.abort();
    expect(await gone).toBe(false);
    engine.send("work", { body: "m" });
    expect(await ready).toBe(true);
    expect(await engine.poll("work", { waitMs: 20_000, signal: leaves.signal })).toEqual([]);
    expect(engine.counts("work").ready).toBe(1);
    engine.close();
  });

  it("end when the queues close", async () => {
    const { engine } = aWorld();
    engine.createQueue("work");
    const waiting = engine.poll("work", { waitMs: 20_000, signal: new AbortController().signal });
    engine.close();
    expect(await waiting).toEqual([]);
  });
});

describe("a message that was in hand whenever the server was killed", () => {
  const aQueue = () => {
    const world = aWorld();
    const { RedrivePolicy } = workAttributes;
    world.engine.deployQueue("dead", {});
    world.engine.deployQueue("work", { RedrivePolicy });
    world.engine.send("work", { body: "a beetle" });
    return {
      ...world,
      kill: () => {
        const taken = world.engine.receive("work", { visibilitySeconds: 600 });
        world.engine.releaseInFlight("work");
        return taken.length;
      },
    };
  };

  it("is ready at once after each of a hundred kills, and never among the dead letters", () => {
    const { engine, kill } = aQueue();
    for (let time = 0; time < 100; time++) expect(kill()).toBe(1);
    expect(engine.counts("work")).toEqual({ ready: 1, inFlight: 0, delayed: 0 });
    expect(engine.counts("dead").ready).toBe(0);
  });

  it("is set aside when it has been so for more than an hour: it may be what ends the server", () => {
    const { engine, kill, advance } = aQueue();
    expect(kill()).toBe(1);
    advance(3_600_000);
    while (kill() === 1) expect(engine.counts("dead").ready).toBe(0);
    expect(engine.counts("dead").ready).toBe(1);
  });
});
