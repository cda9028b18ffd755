import { isUtf8 } from "node:buffer";

const NOBODY = -1;

/**
 * Numbers for names, in the order in which they are first seen. Names stay bytes, each held once: a million rows of a
 * thousand names make a thousand names and no strings until one is asked for.
 */
export class Names {
  /** The bytes of all names, one after another; name n ends where `#ends[n]` says. */
  #bytes = new Uint8Array(1 << 12);
  #ends = new Int32Array(1 << 8);
  #hashes = new Int32Array(1 << 8);
  /** Open addressing: a name's number plus one, by its hash; never more than half full. */
  #slots = new Int32Array(1 << 9);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The number of the name in `bytes` from `from` up to `to`: a new one when it was not seen before. */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const slot = this.#slotOf(hash, bytes, from, to);
    const held = this.#slots[slot]!;
    return held > 0 ? held - 1 : this.#add(slot, hash, bytes, from, to);
  }

  numberOfText(text: string): number {
    const bytes = Buffer.from(text);
    return this.numberOf(bytes, 0, bytes.length);
  }

  /** The number of a name, or -1 when it was never seen. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const held = this.#slots[this.#slotOf(hashOf(bytes, from, to), bytes, from, to)]!;
    return held > 0 ? held - 1 : NOBODY;
  }

  textOf(number: number): string {
    const start = number === 0 ? 0 : this.#ends[number - 1]!;
    return Buffer.from(this.#bytes.buffer, start, this.#ends[number]! - start).toString("utf8");
  }

  /** Every name, by number. */
  texts(): readonly string[] {
    return Array.from({ length: this.#count }, (_, number) => this.textOf(number));
  }

  #slotOf(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const held = this.#slots[slot]!;
      if (held === 0 || (this.#hashes[held - 1] === hash && this.#isName(held - 1, bytes, from, to))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isName(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = number === 0 ? 0 : this.#ends[number - 1]!;
    if (this.#ends[number]! - start !== to - from) return false;
    const held = this.#bytes;
    for (let at = from; at < to; at += 1) if (held[start + at - from] !== bytes[at]) return false;
    return true;
  }

  #add(slot: number, hash: number, bytes: Uint8Array, from: number, to: number): number {
    if (!isUtf8(bytes.subarray(from, to))) throw new Error("this is not UTF-8 text: save the file as UTF-8");
    const number = this.#count;
    const start = number === 0 ? 0 : this.#ends[number - 1]!;
    const end = start + to - from;
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, Uint8Array, end);
    if (number === this.#ends.length) {
      this.#ends = grown(this.#ends, Int32Array, number + 1);
      this.#hashes = grown(this.#hashes, Int32Array, number + 1);
    }
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#ends[number] = end;
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    this.#count += 1;
    if (2 * this.#count > this.#slots.length) this.#spread();
    return number;
  }

  #spread(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#count; number += 1) {
      let slot = this.#hashes[number]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

/** FNV-1a of 32 bits, mixed once more so that its low bits, which find the slot, depend on all of them. */
export const hashOf = (bytes: Uint8Array, from: number, to: number, seed = 0x811c9dc5): number => {
  let hash = seed | 0;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

const grown = <Held extends Uint8Array | Int32Array>(held: Held, Kind: new (length: number) => Held, least: number) => {
  const more = new Kind(Math.max(2 * held.length, least));
  more.set(held);
  return more;
};
