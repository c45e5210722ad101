import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import { IMPACTS } from '../../domain/intake/details.js';
import type { LimitedPolicy, NudgePolicy } from '../../domain/organisation/organisation.js';
import { RUNG_NAMES } from '../../domain/organisation/rungs.js';
import { type ConfiguredLadder, checkTimes, createTimesShape, mergeTimes } from './nudge-times.js';
import type { ConfigPath, ConfigReader } from './reader.js';
import { didYouMean } from './similar.js';

/** One word or a list of words, each once. */
const words = z
  .union([z.string(), z.array(z.string()).min(1, { error: 'must name at least one.' })], {
    error: 'must be a word or a list of words.',
  })
  .transform((value, context) => {
    const list = typeof value === 'string' ? [value] : value;
    for (const repeated of new Set(list.filter((one, n) => list.indexOf(one) !== n))) {
      context.addIssue(`"${repeated}" stands in it more than once.`);
    }
    return list;
  });

const FOR_SHAPE = { category: words.optional(), impact: words.optional() };

/** The rungs of a ladder, in the one order in which it can be climbed. */
const ladderSchema = words.transform((names, context) => {
  for (const name of names.filter((one) => !RUNG_NAMES.some((known) => known === one))) {
    context.addIssue(`"${name}" is no rung of a ladder.${suggest(name, RUNG_NAMES)}`);
  }
  const [first, ...more] = RUNG_NAMES.filter((known) => names.includes(known));
  if (first === undefined || names.length > more.length + 1) return z.NEVER;
  const rungs = [first, ...more] as const;
  if (rungs.join() !== names.join()) {
    context.addIssue(`must rise: write [${rungs.join(', ')}].`);
  }
  return rungs;
});

/** Which complaints a policy is for; null: all categories, or all impacts. */
type Limits = Omit<LimitedPolicy, 'policy'>;

/** What every policy can refer to. */
interface Surroundings {
  /** What holds for all complaints. */
  readonly policy: NudgePolicy;
  /** The keys that a complaint's category can have. */
  readonly categories: readonly string[];
}

/** Reads `nudges.policies`. What one of them does not set is as for all complaints. */
export function readPolicies(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  { policy: above, categories }: Surroundings,
): readonly LimitedPolicy[] {
  const read = reader.readList(path, value).map((item, n) => {
    const at = [...path, n];
    const limits = readLimits(reader, [...at, 'for'], pick(item, 'for'), categories);
    return { limits, policy: readPolicy(reader, at, item, above) };
  });
  const all = read.map(({ limits }) => limits);
  checkReach(reader, path, all, categories);
  return read.flatMap(({ limits, policy }) => (limits === null ? [] : [{ ...limits, policy }]));
}

function pick(value: unknown, key: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Reads what a policy sets. How many spans it may have follows from its ladder. */
function readPolicy(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  above: NudgePolicy,
): NudgePolicy {
  const given = pick(value, 'ladder');
  const own =
    given === undefined ? undefined : reader.readValue([...path, 'ladder'], given, ladderSchema);
  const ladder: ConfiguredLadder = given === undefined ? RUNG_NAMES : (own ?? null);
  const anything = z.unknown();
  const shape = { for: anything, ladder: anything, ...createTimesShape(ladder) };
  const read = reader.readMap(path, value, shape);
  checkTimes(reader, path, value, { read, ladder });
  const policy = mergeTimes(read, above);
  return own === undefined ? policy : { ...policy, ladder: own };
}

/** Reads `for`; null after a fault. */
function readLimits(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  categories: readonly string[],
): Limits | null {
  const before = reader.faults.length;
  const { category = null, impact = null } = reader.readMap(path, value, FOR_SHAPE);
  checkKnown(reader, [...path, 'category'], category ?? [], categories);
  checkKnown(reader, [...path, 'impact'], impact ?? [], IMPACTS);
  if (reader.faults.length > before) return null;
  if (category === null && impact === null) {
    reader.addFault(path, 'must name a category, an impact, or both.');
    return null;
  }
  return { categories: category, impacts: impact };
}

/** `path` ends with what each of the words must be. */
function checkKnown(
  reader: ConfigReader,
  path: ConfigPath,
  given: readonly string[],
  known: readonly string[],
): void {
  for (const one of given.filter((word) => !known.includes(word))) {
    reader.addFault(path, `there is no ${path.at(-1)} "${one}".${suggest(one, known)}`);
  }
}

function suggest(word: string, known: readonly string[]): string {
  return didYouMean(word, known) || ` There are: ${known.join(', ')}.`;
}

/** A policy is a mistake if earlier ones are for all of its complaints: it would never hold. */
function checkReach(
  reader: ConfigReader,
  path: ConfigPath,
  all: readonly (Limits | null)[],
  categories: readonly string[],
): void {
  const taken = new Map<string, number>();
  for (const [n, limits] of all.entries()) {
    const kinds = limits === null ? [] : listKinds(limits, categories);
    if (kinds.length > 0 && kinds.every((kind) => taken.has(kind))) {
      const earlier = [...new Set(kinds.map((kind) => taken.get(kind) ?? 0))].toSorted(
        (one, other) => one - other,
      );
      const where = earlier.map((one) => reader.locate([...path, one])).join(', ');
      const what = `never holds, because all of its complaints have an earlier policy (${where}); put it before that, or remove it.`;
      reader.addFault([...path, n, 'for'], what);
    }
    for (const kind of kinds) if (!taken.has(kind)) taken.set(kind, n);
  }
}

/** The pairs of category and impact that a policy is for. */
function listKinds(limits: Limits, categories: readonly string[]): readonly string[] {
  return (limits.categories ?? categories).flatMap((category) =>
    (limits.impacts ?? IMPACTS).map((impact) => `${category}/${impact}`),
  );
}
