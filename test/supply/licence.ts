/** Licences that ask for their own text to be kept, and for nothing of what they are used in. */
const FREE = ["0BSD", "Apache-2.0", "BSD-3-Clause", "BSL-1.0", "BlueOak-1.0.0", "ISC", "MIT"];

/**
 * Licences that ask for more, each for the packages that have it, used as they came. None of them may get into what is
 * deployed, the font aside: whoever hands an installation on would have to keep to them.
 */
const ON_CONDITION: Readonly<Record<string, RegExp>> = {
  // Changes to its own files are to be published.
  "MPL-2.0": /^(axe-core|mediabunny|lightningcss(-[a-z0-9-]+)?)$/,
  // A library of its own beside sharp, which anybody may put another in the place of.
  "LGPL-3.0-or-later": /^@img\/sharp-[a-z0-9-]+$/,
  // The font may not be sold by itself.
  "OFL-1.1": /^@fontsource\/noto-sans-devanagari$/,
};

/** What a package of code may be under, to be part of what is deployed. */
export const mayBeDeployed = (licence: string): boolean => holds(licence, (id) => FREE.includes(id));

/** Whether a package may be used under this SPDX expression. */
export const isAllowed = (name: string, licence: string): boolean =>
  holds(licence, (id) => FREE.includes(id) || (ON_CONDITION[id]?.test(name) ?? false));

/** An SPDX expression of identifiers, AND, OR and brackets; AND binds closer. What is none holds never. */
export const holds = (expression: string, isMet: (id: string) => boolean): boolean => {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };
  const one = (): boolean => {
    if (take("(")) {
      const inside = either();
      return take(")") && inside;
    }
    const id = tokens[at] ?? "";
    at += 1;
    return id !== "AND" && id !== "OR" && isMet(id);
  };
  const both = (): boolean => {
    let all = one();
    while (take("AND")) all = one() && all;
    return all;
  };
  const either = (): boolean => {
    let some = both();
    while (take("OR")) some = both() || some;
    return some;
  };
  const whole = either();
  return at === tokens.length && whole;
};
