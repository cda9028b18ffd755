/**
 * The derivative of log Γ, for x > 0: raised by ψ(x) = ψ(x + 1) − 1/x to where the asymptotic series (Abramowitz & Stegun
 * 6.3.18) is exact to about twelve digits.
 */
export const digamma = (x: number): number => {
  let shift = 0;
  let at = x;
  for (; at < 8; at += 1) shift -= 1 / at;
  const inverse = 1 / (at * at);
  const series = inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse / 132))));
  return shift + Math.log(at) - 1 / (2 * at) - series;
};
