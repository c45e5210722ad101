import type { LogFields, Logger } from '../../src/ports/logger.js';

/** A logger that keeps its lines in memory as JSON. */
export function createMemoryLogger(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (fields: LogFields, message: string) => {
    const { error } = fields;
    const safe =
      error instanceof Error ? { ...fields, error: `${error.name}: ${error.message}` } : fields;
    lines.push(JSON.stringify({ level, message, ...safe }));
  };
  return {
    lines,
    logger: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') },
  };
}
