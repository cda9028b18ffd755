/** Facts beside an event: ids, counts and codes. Never content of annotations, tokens, e-mails, addresses or bodies. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** `error` wakes somebody, `warn` is read the next day, `info` is the trail. Events are `noun.past-tense`. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** One JSON object a line, as Lambda's log format wants it. */
export const jsonLog = (write: (line: string) => void, now: () => number): Log => {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}): void =>
      write(JSON.stringify({ level, at: new Date(now()).toISOString(), event, ...fields }));
  return { info: at("info"), warn: at("warn"), error: at("error") };
};
