/** What was, is, and was undone. States are immutable and share their parts, so a step costs one small array. */
export interface History<State> {
  readonly past: readonly State[];
  readonly now: State;
  readonly future: readonly State[];
  /** Steps of one tag are one step: ten presses of an arrow key are undone together. */
  readonly tag?: string;
}

const STEPS_MAX = 300;

export const startHistory = <State>(now: State): History<State> => ({ past: [], now, future: [] });

export const step = <State>(history: History<State>, next: State, tag?: string): History<State> => {
  if (next === history.now) return history;
  const joins = tag !== undefined && tag === history.tag;
  const past = joins ? history.past : [...history.past.slice(-STEPS_MAX + 1), history.now];
  return { past, now: next, future: [], ...(tag === undefined ? {} : { tag }) };
};

export const undo = <State>(history: History<State>): History<State> => {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
};

export const redo = <State>(history: History<State>): History<State> => {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future };
};
