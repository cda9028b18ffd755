/** How alike people's mistakes are held to be where nothing better is known: measured on nineteen real sets of classes. */
export const RHO = 0.25;

/** By how much the evidence of n voices is divided before it is read out, their mistakes being alike (Kish 1965). 1 for one or none. */
export const designEffect = (voices: number, rho: number = RHO): number => 1 + rho * Math.max(0, voices - 1);
