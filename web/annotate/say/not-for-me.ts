/** So many are remembered; the oldest go first. */
const REMEMBERED_MAX = 200;

const keyOf = (personId: string, projectId: string): string => `labelloop.notForMe.${personId}.${projectId}`;

/** Proposals that she does not want to be asked about, known to this device alone. */
export const notForMe = (storage: Storage, personId: string, projectId: string): ReadonlySet<string> => {
  const kept = storage.getItem(keyOf(personId, projectId));
  return new Set(kept ? kept.split(" ") : []);
};

export const keepNotForMe = (storage: Storage, personId: string, projectId: string, proposalId: string): void => {
  const all = [...notForMe(storage, personId, projectId), proposalId].slice(-REMEMBERED_MAX);
  storage.setItem(keyOf(personId, projectId), all.join(" "));
};
