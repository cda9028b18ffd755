const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LETTERS = 10;
const LUCK_LETTERS = 16;

/** A ULID: the time in ten letters, then luck in sixteen. `random` gives numbers in [0, 1). */
export const newUlid = (nowMs: number, random: () => number): string => {
  let time = "";
  for (let rest = nowMs, at = 0; at < TIME_LETTERS; at++, rest = Math.floor(rest / 32))
    time = `${LETTERS[rest % 32]}${time}`;
  const luck = Array.from({ length: LUCK_LETTERS }, () => LETTERS[Math.floor(random() * 32)]);
  return time + luck.join("");
};
