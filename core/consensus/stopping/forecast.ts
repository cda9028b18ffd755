import { RHO } from "../design-effect.ts";
import type { SkillsSnapshot } from "../online/skills-snapshot.ts";
import { forecastItem, type ItemForecast } from "./forecast-item.ts";
import type { StopPolicy } from "./stop-policy.ts";

/** A project as far as its cost goes. */
export interface ForecastAsked {
  readonly items: number;
  /** Classes to choose from. */
  readonly labels: number;
  readonly policy: StopPolicy;
  /** Of one annotation, in millionths of the currency's unit. 0 where nobody is paid. */
  readonly payMicros: number;
  /** What is known of the annotators: a snapshot of a project of the kind. Without it three skills are assumed. */
  readonly snapshot?: SkillsSnapshot;
}

export interface ForecastCase extends ItemForecast {
  /** Of all items, in whole annotations and millionths. */
  readonly totalAnnotations: number;
  readonly totalMicros: number;
}

/** What is expected if annotators are as assumed, and if they are worse or better. */
export interface Forecast {
  readonly expected: ForecastCase;
  readonly worse: ForecastCase;
  readonly better: ForecastCase;
}

/** Shares of right answers that are assumed of annotators nobody knows yet. */
const ASSUMED = { worse: 0.7, expected: 0.8, better: 0.9 } as const;
const SKILL_MOST = 0.99;

/**
 * What a project will take before it opens, for items whose classes exclude each other. Computed exactly, in
 * milliseconds. It tells of annotators who are known: until each has given twenty answers an item takes three at least,
 * and under snapshot 0 what more than half say decides.
 */
export const forecast = ({ items, labels, policy, payMicros, snapshot }: ForecastAsked): Forecast => {
  const skills = snapshot === undefined || snapshot.annotators.length === 0 ? ASSUMED : skillsIn(snapshot);
  const of = (skill: number): ForecastCase => {
    const item = forecastItem(skill, labels, policy, snapshot?.rho ?? RHO);
    const totalAnnotations = Math.round(item.annotations * items);
    return { ...item, totalAnnotations, totalMicros: totalAnnotations * payMicros };
  };
  return { expected: of(skills.expected), worse: of(skills.worse), better: of(skills.better) };
};

/** The mean skill over answers, and one standard deviation of the annotators' skills to either side. */
const skillsIn = ({ annotators, labels }: SkillsSnapshot): Record<keyof Forecast, number> => {
  const answers = annotators.reduce((sum, { answered }) => sum + answered, 0);
  const mean = annotators.reduce((sum, { answered, skill }) => sum + answered * skill, 0) / answers;
  const spread = Math.sqrt(
    annotators.reduce((sum, { answered, skill }) => sum + answered * (skill - mean) ** 2, 0) / answers,
  );
  const least = Math.min(SKILL_MOST, 1 / Math.max(2, labels.length) + 0.01);
  const within = (skill: number): number => Math.min(SKILL_MOST, Math.max(least, skill));
  return { expected: within(mean), worse: within(mean - spread), better: within(mean + spread) };
};
