const WIDTH = 30;

/**
 * Says what is being done on one line of standard error, which is written over; "" clears it. Silent where standard
 * error is no terminal, unless asked for.
 */
export const shownProgress = (isAskedFor: boolean): ((step: string) => void) => {
  if (!isAskedFor && process.stderr.isTTY !== true) return () => {};
  return (step) => {
    process.stderr.write(`\r${step.padEnd(WIDTH)}${step === "" ? "\r" : ""}`);
  };
};
