/** How long a packet is held for her, and when she last said that she is still at it. */
export interface Lease {
  readonly leaseMs: number;
  readonly saidAtMs: number;
}

/** At most once in a third of the lease, and only when she does something: nobody asks whether she sits there. */
export const isDue = (lease: Lease, nowMs: number): boolean => nowMs - lease.saidAtMs >= lease.leaseMs / 3;
