import { z } from 'zod';
import type { ConfiguredPerson } from '../app/organisation.js';
import type { Path, Reader } from './reader.js';
import { didYouMean } from './similar.js';

/** A place in the settings where a person stands; resolved once everybody was read. */
export interface PersonSlot {
  readonly path: Path;
  /** The person as written out here, or the e-mail address or Slack id that names one written elsewhere. */
  readonly written: ConfiguredPerson | string | undefined;
}

/**
 * Everybody the settings name. A person is written out once (`{name, email, slack}`); elsewhere
 * their e-mail address or Slack id is enough. Writing them out again with the same details is fine.
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
};

/** An empty book; {@link PeopleBook.read} fills it. */
export function createPeopleBook(reader: Reader): PeopleBook {
  const known = new Map<string, ConfiguredPerson>();
  const resolve = (slot: PersonSlot): ConfiguredPerson | undefined => {
    const { written, path } = slot;
    if (written === undefined) return undefined;
    const key = typeof written === 'string' ? written.toLowerCase() : keysOf(written)[0];
    const person = known.get(key ?? '');
    if (person === undefined) reader.fault(path, unknownPerson(String(written), known.keys()));
    return person;
  };
  return {
    read(path, value) {
      if (typeof value === 'string') return { path, written: value.trim() };
      const person = readPerson(reader, path, value);
      if (person !== undefined && !enter(known, person)) {
        const remedy = 'write each person out once, and name them by e-mail elsewhere.';
        reader.fault(path, `the same e-mail or Slack id stands elsewhere differently; ${remedy}`);
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
  const { name, email, slack } = reader.map(path, value, SHAPE);
  if (reader.faults.length > before || name === undefined) return undefined;
  if (email !== undefined || slack !== undefined) {
    return { name, email: email ?? null, slack: slack ?? null };
  }
  reader.fault(path, 'needs "slack" (a member id, U…) or "email", or nobody can be reached.');
  return undefined;
}

function keysOf(person: ConfiguredPerson): readonly string[] {
  return [person.email, person.slack].flatMap((key) => (key === null ? [] : [key.toLowerCase()]));
}

/** Enters a person, or completes the entry there is. False when it contradicts that entry. */
function enter(known: Map<string, ConfiguredPerson>, person: ConfiguredPerson): boolean {
  const entries = new Set(keysOf(person).flatMap((key) => known.get(key) ?? []));
  for (const entry of entries) {
    if (entry.name !== person.name) return false;
    if (differ(entry.email?.toLowerCase(), person.email?.toLowerCase())) return false;
    if (differ(entry.slack, person.slack)) return false;
  }
  const [entry] = entries;
  const whole: ConfiguredPerson = {
    name: person.name,
    email: entry?.email ?? person.email,
    slack: entry?.slack ?? person.slack,
  };
  for (const key of keysOf(whole)) known.set(key, whole);
  return true;
}

function differ(one: string | null | undefined, other: string | null | undefined): boolean {
  return one != null && other != null && one !== other;
}

function unknownPerson(name: string, known: Iterable<string>): string {
  const how = 'write the person out once as {name, email, slack}, then name them by e-mail.';
  return `nobody with the e-mail or Slack id "${name}" is written out; ${how}${didYouMean(name, known)}`;
}
