import { type AttributeValue, type Item, setMembers, typeOf } from "./attribute-value.ts";
import { addDecimals, negateDecimal } from "./decimal.ts";
import { type Change, type FunctionCall, isPath, type Operand, type Path, valueAt } from "./expression.ts";
import { invalid } from "./refusal.ts";

/**
 * The item after an update expression. Every right side reads the item as it was before; removals come last, so that
 * each list position means the list that the caller saw; a gap behind a list's end closes.
 */
export const applyUpdate = (before: Item, changes: readonly Change[]): Item => {
  const values = changes.map((change) => (change.type === "set" ? evaluate(change.val, before) : undefined));
  const root: Draft = structuredClone({ M: before });
  const removals: Path[] = [];
  changes.forEach((change, index) => {
    if (change.type === "remove") removals.push(change.path);
    else write(root, change.path, (old) => values[index] ?? combine(old, change));
  });
  removals.sort((one, other) => other.length - one.length || position(other) - position(one));
  for (const path of removals) write(root, path, () => undefined);
  closeGaps(root);
  return root.M;
};

/** Deep paths go first, then high list positions, so that no removal moves what a later one means. */
const position = (path: Path): number => Number(typeof path.at(-1) === "number" ? path.at(-1) : -1);

type Draft = { M: Record<string, AttributeValue> };

const wrongType = () => invalid("An operand in the update expression has an incorrect data type");
const wrongPath = () => invalid("The document path provided in the update expression is invalid for update");
const missing = () => invalid("The provided expression refers to an attribute that does not exist in the item");

const evaluate = (operand: Operand, item: Item): AttributeValue => {
  if (isPath(operand)) {
    const found = valueAt(operand, item);
    if (!found) throw missing();
    return structuredClone(found);
  }
  if (!("type" in operand)) return operand;
  if (operand.type === "function") return callFunction(operand, item);
  const [left, right] = [evaluate(operand.args[0], item), evaluate(operand.args[1], item)];
  if (!("N" in left && "N" in right)) throw wrongType();
  return { N: addDecimals(left.N, operand.type === "add" ? right.N : negateDecimal(right.N)) };
};

const callFunction = ({ name, args: [first, second] }: FunctionCall, item: Item): AttributeValue => {
  if (!first || !second) throw new Error(`dynalite parsed ${name} with fewer than two arguments`);
  if (name === "if_not_exists") {
    const found = isPath(first) ? valueAt(first, item) : undefined;
    return found ? structuredClone(found) : evaluate(second, item);
  }
  const [head, tail] = [evaluate(first, item), evaluate(second, item)];
  if (!("L" in head && "L" in tail)) throw wrongType();
  return { L: [...head.L, ...tail.L] };
};

/** `ADD` and `DELETE`: sums of numbers, unions and differences of sets. Undefined removes the attribute. */
const combine = (old: AttributeValue | undefined, change: Change): AttributeValue | undefined => {
  if (change.type !== "add" && change.type !== "delete") throw new Error(`${change.type} has no value`);
  const type = typeOf(change.val);
  if (old && typeOf(old) !== type) throw wrongType();
  if ("N" in change.val) return { N: addDecimals(old && "N" in old ? old.N : "0", change.val.N) };
  const [had, given] = [(old && setMembers(old)) ?? [], setMembers(change.val) ?? []];
  const kept =
    change.type === "add"
      ? [...had, ...given.filter((member) => !had.includes(member))]
      : had.filter((member) => !given.includes(member));
  return kept.length === 0 ? undefined : setOf(type, kept);
};

const setOf = (type: string, members: readonly string[]): AttributeValue => {
  if (type === "SS") return { SS: members };
  return type === "NS" ? { NS: members } : { BS: members };
};

const write = (
  root: Draft,
  path: Path,
  next: (old: AttributeValue | undefined) => AttributeValue | undefined,
): void => {
  const parent = valueAt(path.slice(0, -1), root.M);
  const last = path.at(-1);
  if (parent && "M" in parent && typeof last === "string") {
    const members = parent.M as Record<string, AttributeValue>;
    const value = next(Object.hasOwn(members, last) ? members[last] : undefined);
    if (value) members[last] = value;
    else delete members[last];
  } else if (parent && "L" in parent && typeof last === "number") {
    const members = parent.L as AttributeValue[];
    const value = next(members[last]);
    if (value) members[last] = value;
    else if (last < members.length) members.splice(last, 1);
  } else throw wrongPath();
};

/** Writing behind a list's end leaves holes in the draft; AWS appends instead. */
const closeGaps = (value: AttributeValue): void => {
  if ("M" in value) Object.values(value.M).forEach(closeGaps);
  if (!("L" in value)) return;
  const members = value.L as AttributeValue[];
  members.splice(0, members.length, ...members.filter((member) => member !== undefined));
  members.forEach(closeGaps);
};
