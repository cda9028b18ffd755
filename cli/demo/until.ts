import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until there is an answer. Throws, with what was waited for, when `withinMs` are over. */
export const until = async <Answer>(
  what: string,
  withinMs: number,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> => {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadlineMs) throw new Error(`waited ${withinMs / 1000} s for ${what}, in vain`);
    await pause(300);
  }
};
