import { z } from 'zod';
import { RedressError } from '../../errors.js';
import type { InstallationRecord } from '../../ports/stores/installation-log.js';

const SHAPE = z.object({
  id: z.string(),
  beat: z.number(),
  at: z.number(),
  answer: z.object({ kind: z.enum(['quiet', 'send']), at: z.number() }).nullable(),
});

/** Checks a stored record; undefined stays undefined. Throws `STORE_SCHEMA` for one of another shape. */
export function parseInstallation(stored: unknown): InstallationRecord | undefined {
  if (stored === undefined || stored === null) return undefined;
  const result = SHAPE.safeParse(stored);
  if (result.success) return result.data;
  throw new RedressError('STORE_SCHEMA', 'The record "installation" in the database is broken.', {
    cause: result.error,
  });
}
