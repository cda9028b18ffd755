/** What a network holds in one place: how much weight says each sign, "" for nothing. */
export interface Slot {
  readonly votes: ReadonlyMap<string, number>;
  /** Which sign of which answer stands here: -1 for none. By answer in the order of joining. */
  readonly signs: readonly number[];
}

/** Of a finished step the way into it: both go on, a slot is passed over, or a sign opens a slot of its own. */
const BOTH = 0;
const PASS = 1;
const OPEN = 2;

/**
 * A word transition network (Fiscus 1997): answers aligned one after the other into slots. An answer joins along the way of
 * least cost, where meeting a slot costs the share of votes there that say something else, passing over it the share that
 * say something at all, and a slot of its own costs 1. Of ways that cost the same one that meets is taken before one that
 * passes, and that before one that opens.
 */
export const networkOf = (
  answers: readonly { readonly signs: readonly string[]; readonly weight: number }[],
): readonly Slot[] => {
  let slots: readonly Slot[] = [];
  let joined = 0;
  answers.forEach(({ signs, weight }, at) => {
    slots = joinedBy(slots, signs, weight, at, joined);
    joined += weight;
  });
  return slots;
};

const joinedBy = (
  slots: readonly Slot[],
  signs: readonly string[],
  weight: number,
  answers: number,
  joined: number,
): readonly Slot[] =>
  wayOf(slots, signs, joined).map(([slot, sign]): Slot => {
    const before = slot < 0 ? undefined : slots[slot]!;
    const votes = new Map(before ? before.votes : joined > 0 ? [["", joined]] : []);
    const said = sign < 0 ? "" : signs[sign]!;
    votes.set(said, (votes.get(said) ?? 0) + weight);
    return { votes, signs: [...(before ? before.signs : new Array<number>(answers).fill(-1)), sign] };
  });

/** The cheapest alignment: pairs of a slot and a sign, -1 where one is alone. */
const wayOf = (
  slots: readonly Slot[],
  signs: readonly string[],
  joined: number,
): readonly (readonly [slot: number, sign: number])[] => {
  const width = signs.length + 1;
  const ways = new Uint8Array((slots.length + 1) * width).fill(OPEN, 0, width);
  let row = Float64Array.from({ length: width }, (_, at) => at);
  slots.forEach(({ votes }, at) => {
    const pass = 1 - (votes.get("") ?? 0) / joined;
    const next = new Float64Array(width);
    next[0] = row[0]! + pass;
    ways[(at + 1) * width] = PASS;
    for (let sign = 1; sign < width; sign += 1) {
      const meeting = row[sign - 1]! + 1 - (votes.get(signs[sign - 1]!) ?? 0) / joined;
      const passing = row[sign]! + pass;
      const opening = next[sign - 1]! + 1;
      const least = Math.min(meeting, passing, opening);
      next[sign] = least;
      ways[(at + 1) * width + sign] = meeting === least ? BOTH : passing === least ? PASS : OPEN;
    }
    row = next;
  });
  const pairs: (readonly [number, number])[] = [];
  for (let slot = slots.length, sign = signs.length; slot > 0 || sign > 0; ) {
    const way = ways[slot * width + sign];
    pairs.push([way === OPEN ? -1 : slot - 1, way === PASS ? -1 : sign - 1]);
    if (way !== OPEN) slot -= 1;
    if (way !== PASS) sign -= 1;
  }
  return pairs.reverse();
};
