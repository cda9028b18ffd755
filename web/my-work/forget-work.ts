/** What is kept of a person's work lies under this and her id. Apart from the rest, for the first load carries it. */
export const PREFIX = "labelloop.my-work.";

/** Forgets everybody's but hers who is signed in: at sign-out, and when somebody else signs in. */
export const forgetWork = (storage: Storage, butOf?: string): void => {
  for (const key of Object.keys(storage)) if (key.startsWith(PREFIX) && key !== PREFIX + butOf) storage.removeItem(key);
};
