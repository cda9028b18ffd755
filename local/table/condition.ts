import { type AttributeValue, compareScalars, type Item, sameValue, setMembers, typeOf } from "./attribute-value.ts";
import { type Comparator, type Condition, type FunctionCall, isPath, type Operand, valueAt } from "./expression.ts";

/**
 * Whether an item (an empty one, when there is none) meets a condition or filter. A path that leads nowhere makes
 * every comparison false, except `<>`, which is true.
 */
export const meets = (item: Item, condition: Condition): boolean => {
  switch (condition.type) {
    case "and":
      return meets(item, condition.args[0]) && meets(item, condition.args[1]);
    case "or":
      return meets(item, condition.args[0]) || meets(item, condition.args[1]);
    case "not":
      return !meets(item, condition.args[0]);
    case "function":
      return call(condition, item);
    case "in": {
      const [wanted, ...choices] = condition.args.map((operand) => resolve(operand, item));
      return choices.some((choice) => holds("=", wanted, choice));
    }
    case "between": {
      const [value, low, high] = condition.args.map((operand) => resolve(operand, item));
      return holds(">=", value, low) && holds("<=", value, high);
    }
    default: {
      const [left, right] = condition.args.map((operand) => resolve(operand, item));
      return holds(condition.type, left, right);
    }
  }
};

const holds = (comparator: Comparator, left?: AttributeValue, right?: AttributeValue): boolean => {
  if (!left || !right) return comparator === "<>";
  if (comparator === "=") return sameValue(left, right);
  if (comparator === "<>") return !sameValue(left, right);
  const order = compareScalars(left, right);
  if (order === undefined) return false;
  if (comparator === "<") return order < 0;
  if (comparator === "<=") return order <= 0;
  if (comparator === ">") return order > 0;
  return order >= 0;
};

const resolve = (operand: Operand, item: Item): AttributeValue | undefined => {
  if (isPath(operand)) return valueAt(operand, item);
  if (!("type" in operand)) return operand;
  if (operand.type === "function" && operand.name === "size") return size(operand, item);
  throw new Error(`dynalite parsed an operand that conditions do not have: ${JSON.stringify(operand)}`);
};

const call = ({ name, args }: FunctionCall, item: Item): boolean => {
  const [subject, argument] = args.map((operand) => resolve(operand, item));
  switch (name) {
    case "attribute_exists":
      return subject !== undefined;
    case "attribute_not_exists":
      return subject === undefined;
    case "attribute_type":
      return subject !== undefined && argument !== undefined && "S" in argument && typeOf(subject) === argument.S;
    case "begins_with":
      return subject !== undefined && argument !== undefined && beginsWith(subject, argument);
    case "contains":
      return subject !== undefined && argument !== undefined && contains(subject, argument);
    default:
      throw new Error(`dynalite parsed a function that conditions do not have: ${name}`);
  }
};

const beginsWith = (subject: AttributeValue, prefix: AttributeValue): boolean => {
  if ("S" in subject && "S" in prefix) return subject.S.startsWith(prefix.S);
  if (!("B" in subject && "B" in prefix)) return false;
  const [bytes, start] = [Buffer.from(subject.B, "base64"), Buffer.from(prefix.B, "base64")];
  return bytes.subarray(0, start.length).equals(start);
};

/** A part of a string or of bytes, a member of a set (of its type), or a member of a list. */
const contains = (subject: AttributeValue, part: AttributeValue): boolean => {
  if ("S" in subject) return "S" in part && subject.S.includes(part.S);
  if ("B" in subject) return "B" in part && Buffer.from(subject.B, "base64").includes(Buffer.from(part.B, "base64"));
  if ("L" in subject) return subject.L.some((member) => sameValue(member, part));
  const members = setMembers(subject);
  const [member] = Object.values(part);
  return members !== undefined && typeOf(subject) === `${typeOf(part)}S` && members.includes(member);
};

/**
 * Length of a string, bytes of a binary, count of members of a set, list or map; nothing else has a size.
 * AWS does not say whether a string's length is in characters or bytes: beyond ASCII, do not rely on it.
 */
const size = ({ args }: FunctionCall, item: Item): AttributeValue | undefined => {
  const [subject] = args.map((operand) => resolve(operand, item));
  if (!subject) return undefined;
  if ("S" in subject) return { N: String(subject.S.length) };
  if ("B" in subject) return { N: String(Buffer.byteLength(subject.B, "base64")) };
  const members = "L" in subject ? subject.L : "M" in subject ? Object.keys(subject.M) : setMembers(subject);
  return members && { N: String(members.length) };
};
