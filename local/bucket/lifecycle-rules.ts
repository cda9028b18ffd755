/** The part of a lifecycle rule that is applied here; a rule with anything else is refused when it is set. */
export interface LifecycleRule {
  readonly id?: string;
  readonly isEnabled: boolean;
  readonly prefix: string;
  readonly abortUploadsAfterDays?: number;
  readonly expireAfterDays?: number;
  readonly expireNoncurrentAfterDays?: number;
  /** A delete marker under which no version is left goes too. */
  readonly expireLoneMarkers?: true;
}
