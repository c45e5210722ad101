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
  /** The whole person, or the e-mail address or id of a person written out elsewhere; undefined after a fault. */
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
  /** Adds a warning for each person with the name of another one. Call it when all people were read. */
  warnOfNames(): void;
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

/** What of an address comes before the @: no blanks and brackets, and no dot at an end or beside another. */
const LOCAL_PART = /^(?!\.)(?!.*\.\.)[^\s@"(),:;<>[\]\\]{1,64}(?<!\.)$/u;
/** A domain with two parts at least, the last one no number. Letters of any alphabet. */
const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?!\d+$)[\p{L}\p{N}-]{2,63}$/u;

/** What keeps a text from being an e-mail address; undefined when it can be one. */
function findEmailFault(text: string): string | undefined {
  const [local = '', domain = '', ...more] = text.split('@');
  const isWrapped = /[<>"(),;]/.test(text);
  if (isWrapped) return 'write the address alone, without name and brackets';
  if (more.length > 0 || domain === '' || local === '') return 'write it like ben@example.org';
  if (!LOCAL_PART.test(local)) return 'what stands before the @ is wrong';
  if (!DOMAIN.test(domain)) return 'what stands after the @ is no domain such as example.org';
  return undefined;
}

const email = z
  .string()
  .trim()
  .transform((text, context) => {
    const fault = findEmailFault(text);
    if (fault === undefined) return text;
    context.addIssue(`"${text}" is no e-mail address; ${fault}.`);
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

/** A person as far as they were read, and where they stand first. */
interface Entry {
  readonly person: ConfiguredPerson;
  readonly path: ConfigPath;
}

/** The entries by each e-mail address and id, in lower case. */
type KnownEntries = Map<string, Entry>;

/** Creates an empty registry; {@link PersonRegistry.read} fills it. */
export function createPersonRegistry(
  reader: ConfigReader,
  platforms: ConfiguredPlatforms,
): PersonRegistry {
  const known: KnownEntries = new Map();
  /** E-mail addresses and ids of entries with a fault: whoever names them again gets no second fault. */
  const refused = new Set<string>();
  const resolve = createResolver(reader, platforms, { known, refused });
  return {
    read(path, value) {
      if (typeof value === 'string') return { path, value: value.trim() };
      const person = readPerson(reader, path, value);
      if (person === undefined) return { path, value: undefined };
      const contradiction = findContradiction(known, person);
      if (contradiction === undefined) {
        addPerson(known, { person, path });
        return { path, value: person };
      }
      reader.addFault(path, describeContradiction(reader, contradiction));
      for (const key of toLookupKeys(person)) refused.add(key);
      return { path, value: undefined };
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
    warnOfNames: () => warnOfNames(reader, known),
  };
}

/** Finds the person of a mention. Each unknown one is a fault, each unreachable one once. */
function createResolver(
  reader: ConfigReader,
  platforms: ConfiguredPlatforms,
  read: { readonly known: KnownEntries; readonly refused: ReadonlySet<string> },
): PersonRegistry['resolve'] {
  const unreachable = new Set<ConfiguredPerson>();
  return ({ path, value }) => {
    if (value === undefined) return undefined;
    const name = typeof value === 'string' ? value : (toLookupKeys(value)[0] ?? '');
    const person = read.known.get(name.toLowerCase())?.person;
    if (person === undefined) {
      if (read.refused.has(name.toLowerCase())) return undefined;
      reader.addFault(path, describeUnknownPerson(name, read.known.keys()));
    } else if (!isReachable(person, platforms) && !unreachable.has(person)) {
      unreachable.add(person);
      reader.addFault(
        path,
        'has ids only on platforms that are not configured; add an e-mail address.',
      );
    }
    return person;
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

/** Entries with a common e-mail address or id that cannot be one person. */
interface Contradiction {
  readonly person: ConfiguredPerson;
  /** What both have. */
  readonly shared: Identifier;
  readonly other: Entry;
  /** What differs. */
  readonly differs: 'name' | Identifier;
}

/** The first earlier entry that has something in common with this person but cannot be the same. */
function findContradiction(
  known: KnownEntries,
  person: ConfiguredPerson,
): Contradiction | undefined {
  const entries = IDENTIFIERS.flatMap((shared) => {
    const other = known.get(person[shared]?.toLowerCase() ?? '');
    return other === undefined ? [] : [{ shared, other }];
  });
  const all = [...entries.map(({ other }) => other.person), person];
  for (const { shared, other } of entries) {
    if (other.person.name !== person.name) return { person, shared, other, differs: 'name' };
    const differs = IDENTIFIERS.find((identifier) => !hasAtMostOneValue(all, identifier));
    if (differs !== undefined) return { person, shared, other, differs };
  }
  return undefined;
}

function describeContradiction(
  reader: ConfigReader,
  { person, shared, other, differs }: Contradiction,
): string {
  const at = reader.locate(other.path);
  const remedy =
    'if they are two people, correct it; if they are one, write them out once, and name them by e-mail elsewhere';
  return `the same "${shared}" (${person[shared]}) stands at ${at} with another "${differs}"; ${remedy}.`;
}

/** Adds a person, or completes the entries of the same person. */
function addPerson(known: KnownEntries, { person, path }: Entry): void {
  const entries = new Set(toLookupKeys(person).flatMap((key) => known.get(key) ?? []));
  const [before] = entries;
  const all = [...[...entries].map((entry) => entry.person), person];
  const first = (identifier: Identifier): string | null =>
    collectValues(all, identifier)[0] ?? null;
  const whole = { name: person.name, email: first('email'), ...mapPlatforms(first) };
  const entry = { person: whole, path: before?.path ?? path };
  for (const key of toLookupKeys(whole)) known.set(key, entry);
}

/** Two people may have one name, but mostly it is one person who is written out twice. */
function warnOfNames(reader: ConfigReader, known: KnownEntries): void {
  const byName = new Map<string, Entry>();
  for (const entry of new Set(known.values())) {
    const name = toComparableName(entry.person.name);
    const other = byName.get(name);
    byName.set(name, other ?? entry);
    if (other === undefined) continue;
    const at = reader.locate(other.path);
    const what = `somebody with other ids has the same name at ${at}; if it is one person, write them out once with all ids; if not, add to a name what tells them apart on cards.`;
    reader.addWarning(entry.path, what);
  }
}

/** Names that people cannot tell apart are equal in this form. */
export function toComparableName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
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
