/**
 * S3's order of the events of one key, in hex; of other keys it says nothing. The shorter is padded with zeros on the
 * right, then they compare as texts (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
 */
export const paddedSequencer = (sequencer: string): string => sequencer.padEnd(64, "0");

/** Whether one event came before another. Where the order of either is not known, it did not. */
export const isBefore = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && paddedSequencer(one) < paddedSequencer(other);
