/** The array itself where it is long enough, else one at least half as long again that begins alike, zeros behind. */
export const grown = <Numbers extends Float64Array | Int32Array>(numbers: Numbers, length: number): Numbers => {
  if (numbers.length >= length) return numbers;
  const longer = Reflect.construct(numbers.constructor, [Math.max(length, Math.ceil(numbers.length * 1.5), 64)]);
  longer.set(numbers);
  return longer;
};
