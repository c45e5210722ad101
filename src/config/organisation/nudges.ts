import { z } from 'zod';
import {
  DEFAULT_MOST_A_DAY,
  DEFAULT_POLICY,
  type LimitedPolicy,
  type NudgePolicy,
} from '../../domain/organisation/organisation.js';
import { RUNG_NAMES } from '../../domain/organisation/rungs.js';
import { readPolicies } from './nudge-policies.js';
import { checkTimes, createCountSchema, createTimesShape, mergeTimes } from './nudge-times.js';
import type { ConfigPath, ConfigReader } from './reader.js';

/** More messages than this are no limit any more. */
const MAX_A_DAY = 20;

const NUDGES_SHAPE = {
  ...createTimesShape(RUNG_NAMES),
  policies: z.unknown(),
  'messages-a-day': createCountSchema(MAX_A_DAY).optional(),
};

/** What `nudges` configures. */
interface ConfiguredNudges {
  readonly policy: NudgePolicy;
  readonly policies: readonly LimitedPolicy[];
  readonly mostADay: number;
}

/**
 * Reads `nudges`. What is not configured keeps its default. `categories`: the keys that a complaint's
 * category can have.
 */
export function readNudges(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  categories: readonly string[],
): ConfiguredNudges {
  const read = reader.readMap(path, value, NUDGES_SHAPE);
  checkTimes(reader, path, value, { read, ladder: RUNG_NAMES });
  const policy = mergeTimes(read, DEFAULT_POLICY);
  const at = [...path, 'policies'];
  const { policies } = read;
  return {
    policy,
    mostADay: read['messages-a-day'] ?? DEFAULT_MOST_A_DAY,
    policies:
      policies === undefined ? [] : readPolicies(reader, at, policies, { policy, categories }),
  };
}
