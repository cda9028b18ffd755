const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const inBase32 = (value: number, length: number): string => {
  let rest = value;
  let text = "";
  for (let at = 0; at < length; at++) {
    text = `${LETTERS[rest % 32] ?? "0"}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
};

/** ULIDs of a world: by the clock of whoever makes them, no two alike. */
export const ulids = (random: () => number): ((nowMs: number) => string) => {
  let count = 0;
  return (nowMs) => {
    count += 1;
    return `${inBase32(nowMs, 10)}${inBase32(Math.floor(random() * 2 ** 30), 6)}${inBase32(count, 10)}`;
  };
};
