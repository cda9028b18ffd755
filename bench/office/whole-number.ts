/** Reads an option of a command; throws with a sentence for whoever typed it. */
export const wholeNumber = (name: string, text: string, least = 1): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new Error(`${name} ${text}: expected a whole number from ${least}`);
};
