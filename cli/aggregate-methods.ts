import {
  type Candidate,
  posteriorCandidate,
  shrinkageCandidate,
  votesCandidate,
} from "../core/consensus/classes/candidates.ts";
import { CLASS_METHODS, type ClassMethodName, isClassMethodName } from "../core/consensus/classes/methods.ts";

export const METHOD_NAMES: readonly ClassMethodName[] = Object.keys(CLASS_METHODS).filter(isClassMethodName);

/** What gold may choose among where the method is `default`; the first is taken where there is little gold. */
export const CANDIDATES: readonly [Candidate, ...Candidate[]] = [
  shrinkageCandidate(CLASS_METHODS.default),
  posteriorCandidate("one-coin", CLASS_METHODS["one-coin"]),
  votesCandidate("two-pass", CLASS_METHODS["two-pass"]),
  votesCandidate("majority", CLASS_METHODS.majority),
];
