import type { Logger } from '../../src/ports/logger.js';
import type { Meter } from '../../src/ports/meter.js';

/** A logger that adds its lines to `logs`, as `level message` with the fields. */
export function createLogRecorder(
  logs: { line: string; fields: Readonly<Record<string, unknown>> }[],
): Logger {
  const at =
    (level: string) =>
    (fields: Readonly<Record<string, unknown>>, message: string): void =>
      void logs.push({ line: `${level} ${message}`, fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A meter that adds what it counts to `counts`, as `name {labels}`. */
export function createMeterRecorder(counts: string[]): Meter {
  return {
    count: (name, labels = {}) => void counts.push(`${name} ${JSON.stringify(labels)}`),
    observe: () => undefined,
  };
}
