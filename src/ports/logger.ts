/** Fields of a log line. Never complaint text, people's names or tokens: ids and codes only. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes structured log lines. `error` in the fields is written with its code and its causes. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Writes nothing; for tests and tools. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
