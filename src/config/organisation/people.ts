import { z } from 'zod';
import type { ConfiguredPerson } from '../../app/organisation/resolve-organisation.js';
import { type ConfiguredPlatforms, isConfigured } from '../environment/platforms.js';
import { isGuid } from '../environment/secrets.js';
import type { Path, Reader } from './reader.js';
import { didYouMean } from './similar.js';

/** A place in the settings where a person stands; resolved once everybody was read. */
export interface PersonSlot {
  readonly path: Path;
  /** The person as written out here, or the e-mail address or id that names one written elsewhere. */
  readonly written: ConfiguredPerson | string | undefined;
}

/**
 * Everybody the settings name. A person is written out once (`{name, email, slack, teams}`);
 * elsewhere their e-mail address or an id is enough. Writing them out again with the same details is fine.
 */
export interface PeopleBook {
  read(path: Path, value: unknown): PersonSlot;
  /** The person meant, or undefined after noting a fault. Call it when all slots were read. */
  resolve(slot: PersonSlot): ConfiguredPerson | undefined;
  /** Resolves a list and notes who stands in it twice. */
  resolveAll(slots: readonly PersonSlot[]): readonly ConfiguredPerson[];
}

const SLACK_USER = /^[UW][A-Z0-9]{7,}$/;

const slackUser = z.string().transform((text, context) => {
  if (SLACK_USER.test(text)) return text;
  const how = 'in Slack open the profile, ⋮, "Copy member ID" (U…)';
  context.addIssue(`"${text}" is no Slack member id; ${how}.`);
  return z.NEVER;
});

const teamsUser = z
  .string()
  .toLowerCase()
  .transform((text, context) => {
    if (isGuid(text)) return text;
    const how = 'it is the "Object ID" of the user in the Microsoft Entra admin centre, a GUID';
    context.addIssue(`"${text}" is no Teams user's id; ${how}.`);
    return z.NEVER;
  });

const email = z
  .string()
  .trim()
  .transform((text, context) => {
    if (/^[^\s@]+@[^\s@]+$/.test(text)) return text;
    context.addIssue('is no e-mail address.');
    return z.NEVER;
  });

const SHAPE = {
  name: z.string().trim().min(1, { error: 'is empty.' }).max(150, { error: 'is too long.' }),
  email: email.optional(),
  slack: slackUser.optional(),
  teams: teamsUser.optional(),
};

/** An empty book; {@link PeopleBook.read} fills it. */
export function createPeopleBook(reader: Reader, platforms: ConfiguredPlatforms): PeopleBook {
  const known = new Map<string, ConfiguredPerson>();
  const unreachable = new Set<ConfiguredPerson>();
  const resolve = (slot: PersonSlot): ConfiguredPerson | undefined => {
    const { written, path } = slot;
    if (written === undefined) return undefined;
    const key = typeof written === 'string' ? written.toLowerCase() : keysOf(written)[0];
    const person = known.get(key ?? '');
    if (person === undefined) reader.fault(path, unknownPerson(String(written), known.keys()));
    else if (!canBeReached(person, platforms) && !unreachable.has(person)) {
      unreachable.add(person);
      reader.fault(
        path,
        'has ids only on platforms that are not configured; add an e-mail address.',
      );
    }
    return person;
  };
  return {
    read(path, value) {
      if (typeof value === 'string') return { path, written: value.trim() };
      const person = readPerson(reader, path, value);
      if (person !== undefined && !enter(known, person)) {
        const remedy = 'write each person out once, and name them by e-mail elsewhere.';
        reader.fault(path, `the same e-mail or id stands elsewhere differently; ${remedy}`);
      }
      return { path, written: person };
    },
    resolve,
    resolveAll(slots) {
      const persons = new Set<ConfiguredPerson>();
      for (const slot of slots) {
        const person = resolve(slot);
        if (person === undefined) continue;
        if (persons.has(person)) reader.fault(slot.path, 'this person stands in the list twice.');
        persons.add(person);
      }
      return [...persons];
    },
  };
}

function readPerson(reader: Reader, path: Path, value: unknown): ConfiguredPerson | undefined {
  if (value === undefined || value === null) {
    reader.fault(path, 'is empty; name a person.');
    return undefined;
  }
  const before = reader.faults.length;
  const { name, email, slack, teams } = reader.map(path, value, SHAPE);
  if (reader.faults.length > before || name === undefined) return undefined;
  const person = { name, email: email ?? null, slack: slack ?? null, teams: teams ?? null };
  if (keysOf(person).length > 0) return person;
  const needs = 'needs "email", "slack" (a member id, U…) or "teams" (an object id)';
  reader.fault(path, `${needs}, or nobody can be reached.`);
  return undefined;
}

const PLATFORMS = ['slack', 'teams'] as const;
/** By what a person is known. */
const WAYS = ['email', ...PLATFORMS] as const;
type Way = (typeof WAYS)[number];

function keysOf(person: ConfiguredPerson): readonly string[] {
  return WAYS.flatMap((way) => person[way]?.toLowerCase() ?? []);
}

/** Enters a person, or completes the entries there are. False when they contradict each other. */
function enter(known: Map<string, ConfiguredPerson>, person: ConfiguredPerson): boolean {
  const entries = new Set(keysOf(person).flatMap((key) => known.get(key) ?? []));
  const all = [...entries, person];
  const { name } = person;
  const agree = all.every((one) => one.name === name) && WAYS.every((way) => isOne(all, way));
  if (!agree) return false;
  const first = (way: Way): string | null => valuesOf(all, way)[0] ?? null;
  const whole = { name, email: first('email'), slack: first('slack'), teams: first('teams') };
  for (const key of keysOf(whole)) known.set(key, whole);
  return true;
}

function valuesOf(persons: readonly ConfiguredPerson[], way: Way): readonly string[] {
  return persons.flatMap((person) => person[way] ?? []);
}

function isOne(persons: readonly ConfiguredPerson[], way: Way): boolean {
  return new Set(valuesOf(persons, way).map((value) => value.toLowerCase())).size <= 1;
}

/** An account on another platform is found by the e-mail address. */
function canBeReached(person: ConfiguredPerson, on: ConfiguredPlatforms): boolean {
  if (person.email !== null) return true;
  return PLATFORMS.some((platform) => person[platform] !== null && isConfigured(on, platform));
}

function unknownPerson(name: string, known: Iterable<string>): string {
  const how = 'write the person out once as {name, email, slack, teams}, then name them by e-mail.';
  return `nobody with the e-mail or id "${name}" is written out; ${how}${didYouMean(name, known)}`;
}
