import { z } from 'zod';
import type { ConfiguredPerson } from '../../app/organisation/resolve-organisation.js';
import { mapPlatforms, PLATFORMS, type Platform } from '../../domain/organisation/person.js';
import { trimText } from '../../domain/text/blank.js';
import { type ConfiguredPlatforms, isPlatformAllowed } from '../environment/platforms.js';
import { isGuid } from '../environment/secrets.js';
import type { ConfigPath, ConfigReader } from './reader.js';
import { didYouMean } from './similar.js';

/** A part of the settings that names a person; resolve it when all people were read. */
export interface PersonMention {
  readonly path: ConfigPath;
  /** The whole person, or the e-mail address or id of a person written out elsewhere. */
  readonly value: ConfiguredPerson | string | undefined;
}

/**
 * All people that the settings name. A person is written out once (`{name, email, slack, teams}`);
 * elsewhere the e-mail address or an id is enough. Writing a person out again with the same details is
 * allowed.
 */
export interface PersonRegistry {
  /** Reads one person. */
  read(path: ConfigPath, value: unknown): PersonMention;
  /** The person, or undefined after a fault. Call it when all people were read. */
  resolve(mention: PersonMention): ConfiguredPerson | undefined;
  /** Resolves a list. A person who is in it twice is a fault. */
  resolveAll(mentions: readonly PersonMention[]): readonly ConfiguredPerson[];
}

const SLACK_USER_ID = /^[UW][A-Z0-9]{7,}$/;

const slackUser = z.string().transform((text, context) => {
  if (SLACK_USER_ID.test(text)) return text;
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

/** A person's id on each platform. */
const ID_SCHEMAS: Readonly<Record<Platform, z.ZodType<string>>> = {
  slack: slackUser,
  teams: teamsUser,
};

const PERSON_SHAPE = {
  name: z
    .string()
    .overwrite(trimText)
    .min(1, { error: 'is empty.' })
    .max(150, { error: 'is too long.' }),
  email: email.optional(),
  ...mapPlatforms((platform) => ID_SCHEMAS[platform].optional()),
};

/** Creates an empty registry; {@link PersonRegistry.read} fills it. */
export function createPersonRegistry(
  reader: ConfigReader,
  platforms: ConfiguredPlatforms,
): PersonRegistry {
  const known = new Map<string, ConfiguredPerson>();
  const unreachable = new Set<ConfiguredPerson>();
  const resolve = ({ path, value }: PersonMention): ConfiguredPerson | undefined => {
    if (value === undefined) return undefined;
    const key = typeof value === 'string' ? value.toLowerCase() : toLookupKeys(value)[0];
    const person = known.get(key ?? '');
    if (person === undefined) {
      reader.addFault(path, describeUnknownPerson(String(value), known.keys()));
    } else if (!isReachable(person, platforms) && !unreachable.has(person)) {
      unreachable.add(person);
      reader.addFault(
        path,
        'has ids only on platforms that are not configured; add an e-mail address.',
      );
    }
    return person;
  };
  return {
    read(path, value) {
      if (typeof value === 'string') return { path, value: value.trim() };
      const person = readPerson(reader, path, value);
      if (person !== undefined && !addPerson(known, person)) {
        const remedy = 'write each person out once, and name them by e-mail elsewhere.';
        reader.addFault(path, `the same e-mail or id stands elsewhere differently; ${remedy}`);
      }
      return { path, value: person };
    },
    resolve,
    resolveAll(mentions) {
      const persons = new Set<ConfiguredPerson>();
      for (const mention of mentions) {
        const person = resolve(mention);
        if (person === undefined) continue;
        if (persons.has(person)) {
          reader.addFault(mention.path, 'this person stands in the list twice.');
        }
        persons.add(person);
      }
      return [...persons];
    },
  };
}

function readPerson(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
): ConfiguredPerson | undefined {
  if (value === undefined || value === null) {
    reader.addFault(path, 'is empty; name a person.');
    return undefined;
  }
  const before = reader.faults.length;
  const { name, email = null, ...ids } = reader.readMap(path, value, PERSON_SHAPE);
  if (reader.faults.length > before || name === undefined) return undefined;
  const person = { name, email, ...mapPlatforms((platform) => ids[platform] ?? null) };
  if (toLookupKeys(person).length > 0) return person;
  const needs = 'needs "email", "slack" (a member id, U…) or "teams" (an object id)';
  reader.addFault(path, `${needs}, or nobody can be reached.`);
  return undefined;
}

/** What identifies a person. */
const IDENTIFIERS = ['email', ...PLATFORMS] as const;
type Identifier = (typeof IDENTIFIERS)[number];

function toLookupKeys(person: ConfiguredPerson): readonly string[] {
  return IDENTIFIERS.flatMap((identifier) => person[identifier]?.toLowerCase() ?? []);
}

/** Adds a person, or completes the entries of the same person. False when they contradict each other. */
function addPerson(known: Map<string, ConfiguredPerson>, person: ConfiguredPerson): boolean {
  const entries = new Set(toLookupKeys(person).flatMap((key) => known.get(key) ?? []));
  const all = [...entries, person];
  const { name } = person;
  const isConsistent =
    all.every((one) => one.name === name) &&
    IDENTIFIERS.every((identifier) => hasAtMostOneValue(all, identifier));
  if (!isConsistent) return false;
  const first = (identifier: Identifier): string | null =>
    collectValues(all, identifier)[0] ?? null;
  const whole = { name, email: first('email'), ...mapPlatforms(first) };
  for (const key of toLookupKeys(whole)) known.set(key, whole);
  return true;
}

function collectValues(
  persons: readonly ConfiguredPerson[],
  identifier: Identifier,
): readonly string[] {
  return persons.flatMap((person) => person[identifier] ?? []);
}

function hasAtMostOneValue(persons: readonly ConfiguredPerson[], identifier: Identifier): boolean {
  return new Set(collectValues(persons, identifier).map((value) => value.toLowerCase())).size <= 1;
}

/** True with an e-mail address, which finds an account on any platform, or an id on an allowed one. */
function isReachable(person: ConfiguredPerson, on: ConfiguredPlatforms): boolean {
  if (person.email !== null) return true;
  return PLATFORMS.some((platform) => person[platform] !== null && isPlatformAllowed(on, platform));
}

function describeUnknownPerson(name: string, known: Iterable<string>): string {
  const how = 'write the person out once as {name, email, slack, teams}, then name them by e-mail.';
  return `nobody with the e-mail or id "${name}" is written out; ${how}${didYouMean(name, known)}`;
}
