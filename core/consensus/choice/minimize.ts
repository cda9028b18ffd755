/** A function of many numbers: gives its value at `x`, and writes its gradient there into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** False where the iterations ran out, or rounding left no way down, before the gradient was flat. */
  readonly converged: boolean;
}

/**
 * The same function of numbers measured in other units, `x = z · units`: what is steep in one number and flat in another is
 * even in units of one over the root of its curvature, and found in a tenth of the steps.
 */
export const inUnits = (objective: Objective, units: Float64Array): Objective => {
  const x = new Float64Array(units.length);
  return (z, gradient) => {
    for (let at = 0; at < x.length; at += 1) x[at] = z[at]! * units[at]!;
    const value = objective(x, gradient);
    for (let at = 0; at < x.length; at += 1) gradient[at]! *= units[at]!;
    return value;
  };
};

const MEMORY = 12;
const STEPS_MAX = 40;
/** What rounding may do to the value, relative to it. */
const ROUNDING = 1e-12;

/**
 * Minimises a smooth function by L-BFGS (Nocedal 1980; Liu and Nocedal 1989) from a given start, with a bisecting search
 * for a step that meets the weak Wolfe conditions. Near the bottom, where the value is all rounding, a step that flattens
 * the slope is taken without a lower value. Deterministic. Stops when no part of the gradient exceeds `tolerance`.
 */
export const minimize = (
  objective: Objective,
  start: Float64Array,
  { iterations: most = 500, tolerance = 1e-8 }: { readonly iterations?: number; readonly tolerance?: number } = {},
): Minimum => {
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const past: Past[] = [];
  for (let iteration = 0; iteration < most; iteration += 1) {
    if (largest(gradient) <= tolerance) return { x, value, iterations: iteration, converged: true };
    const direction = descent(gradient, past);
    const first = past.length === 0 ? Math.min(1, 1 / largest(gradient)) : 1;
    const next = search(objective, x, value, gradient, direction, first);
    if (!next) {
      if (past.length === 0) return { x, value, iterations: iteration, converged: false };
      past.length = 0;
      continue;
    }
    remember(past, x, gradient, next);
    ({ x, value, gradient } = next);
  }
  return { x, value, iterations: most, converged: largest(gradient) <= tolerance };
};

/** A step and the change of the gradient over it. */
interface Past {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly scale: number;
}

interface Point {
  readonly x: Float64Array<ArrayBuffer>;
  readonly value: number;
  readonly gradient: Float64Array<ArrayBuffer>;
}

const remember = (past: Past[], x: Float64Array, gradient: Float64Array, next: Point): void => {
  const step = next.x.map((to, at) => to - x[at]!);
  const change = next.gradient.map((to, at) => to - gradient[at]!);
  const curvature = dot(step, change);
  if (curvature <= 1e-14 * Math.sqrt(dot(step, step) * dot(change, change))) return;
  past.push({ step, change, scale: 1 / curvature });
  if (past.length > MEMORY) past.shift();
};

/** The two-loop recursion: minus the gradient times the remembered inverse curvature. */
const descent = (gradient: Float64Array, past: readonly Past[]): Float64Array => {
  const direction = gradient.map((slope) => -slope);
  const shares = past.map(() => 0);
  for (let at = past.length - 1; at >= 0; at -= 1) {
    const { step, change, scale } = past[at]!;
    shares[at] = scale * dot(step, direction);
    addScaled(direction, change, -shares[at]!);
  }
  const last = past.at(-1);
  if (last) {
    const size = 1 / (last.scale * dot(last.change, last.change));
    for (let at = 0; at < direction.length; at += 1) direction[at]! *= size;
  }
  past.forEach(({ step, change, scale }, at) => {
    addScaled(direction, step, shares[at]! - scale * dot(change, direction));
  });
  return direction;
};

const search = (
  objective: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  first: number,
): Point | undefined => {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return undefined;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let length = first;
  for (let trial = 0; trial < STEPS_MAX; trial += 1) {
    const to = x.map((from, at) => from + length * direction[at]!);
    const slopes = new Float64Array(to.length);
    const reached = objective(to, slopes);
    const along = dot(slopes, direction);
    const isLower = reached <= value + 1e-4 * length * slope;
    const isLevel = reached <= value + ROUNDING * Math.abs(value) && Math.abs(along) <= 0.9 * Math.abs(slope);
    if (!isLower && !isLevel) high = length;
    else if (along < 0.9 * slope) low = length;
    else return { x: to, value: reached, gradient: slopes };
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return undefined;
};

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += a[at]! * b[at]!;
  return sum;
};

const addScaled = (to: Float64Array, what: Float64Array, scale: number): void => {
  for (let at = 0; at < to.length; at += 1) to[at]! += scale * what[at]!;
};

const largest = (gradient: Float64Array): number => {
  let most = 0;
  for (const slope of gradient) most = Math.max(most, Math.abs(slope));
  return most;
};
