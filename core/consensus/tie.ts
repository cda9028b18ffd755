/** Two sums or chances closer than this are equal: a tie is a result, whatever rounding did to it. */
export const TIE = 1e-9;
