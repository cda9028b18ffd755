import { describe, expect, it } from "vitest";
import { inUnits, minimize, type Objective } from "../../../../core/consensus/choice/minimize.ts";

/** Rosenbrock's valley (1960), in many dimensions: curved, narrow, lowest at all ones. */
const valley: Objective = (x, gradient) => {
  gradient.fill(0);
  let value = 0;
  for (let at = 0; at + 1 < x.length; at += 1) {
    const off = x[at + 1]! - x[at]! * x[at]!;
    const rest = 1 - x[at]!;
    value += 100 * off * off + rest * rest;
    gradient[at]! += -400 * off * x[at]! - 2 * rest;
    gradient[at + 1]! += 200 * off;
  }
  return value;
};

describe("the minimiser", () => {
  it.each([2, 5, 50])("finds the bottom of a curved valley in %i dimensions", (dimensions) => {
    const { x, converged } = minimize(valley, new Float64Array(dimensions).fill(0.5));
    expect(converged).toBe(true);
    for (const value of x) expect(value).toBeCloseTo(1, 7);
  });

  it("finds the same bottom in other units, by the slope in those units", () => {
    const units = Float64Array.of(0.1, 7, 1, 3);
    const { x, converged } = minimize(inUnits(valley, units), new Float64Array(4));
    expect(converged).toBe(true);
    x.forEach((value, at) => {
      expect(value * units[at]!).toBeCloseTo(1, 6);
    });
    const slopes = new Float64Array(4);
    const steeper = new Float64Array(4);
    valley(units, slopes);
    inUnits(valley, units)(Float64Array.of(1, 1, 1, 1), steeper);
    expect(steeper).toEqual(slopes.map((slope, at) => slope * units[at]!));
  });

  it("says so when it was not given the time", () => {
    expect(minimize(valley, new Float64Array(5), { iterations: 3 })).toMatchObject({ converged: false, iterations: 3 });
  });

  it("stays where it is flat, and has nothing to do without numbers", () => {
    const flat: Objective = (_, gradient) => {
      gradient.fill(0);
      return 4;
    };
    expect(minimize(flat, Float64Array.of(2))).toMatchObject({ value: 4, iterations: 0, converged: true });
    expect(minimize(flat, new Float64Array(0)).converged).toBe(true);
  });
});
