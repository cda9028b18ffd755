/** Dollars that the four bills of `npm run bench cost` must not pass. */
export const GOALS = { byFive: 5, singly: 7, ingested: 2, idle: 3 } as const;
