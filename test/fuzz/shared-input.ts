/**
 * The input under way, where the guard sees it though the thread that runs it never comes back: how many were begun,
 * its length, then its bytes.
 */
const HEAD_BYTES = 8;

export const sharedInput = (bytesMax: number): SharedArrayBuffer => new SharedArrayBuffer(HEAD_BYTES + bytesMax);

export const announce = (shared: SharedArrayBuffer, input: Uint8Array): void => {
  const head = new Int32Array(shared, 0, 2);
  new Uint8Array(shared, HEAD_BYTES).set(input);
  Atomics.store(head, 1, input.length);
  Atomics.add(head, 0, 1);
};

export const begunIn = (shared: SharedArrayBuffer): number => Atomics.load(new Int32Array(shared, 0, 2), 0);

export const inputIn = (shared: SharedArrayBuffer): Uint8Array => {
  const length = Atomics.load(new Int32Array(shared, 0, 2), 1);
  return new Uint8Array(shared, HEAD_BYTES, length).slice();
};
