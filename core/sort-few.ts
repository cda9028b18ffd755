/** Up to so many, putting each in its place costs less than a call of the platform's sort. */
const FEW = 32;

/** Puts numbers from `from` to before `to` in ascending order, in place: quick where there are a handful, as in one item. */
export const sortFew = (numbers: Int32Array | Float64Array, from: number, to: number): void => {
  if (to - from > FEW) {
    numbers.subarray(from, to).sort();
    return;
  }
  for (let at = from + 1; at < to; at += 1) {
    const moved = numbers[at]!;
    let hole = at;
    for (; hole > from && numbers[hole - 1]! > moved; hole -= 1) numbers[hole] = numbers[hole - 1]!;
    numbers[hole] = moved;
  }
};
