import { asObjects, asString, isObject, type JsonObject } from '../json.js';
import type { ClockChanges } from './clock-changes.js';
import type { LabClient } from './lab.js';

/** Longest wait for the bot's complaints, real ms. */
const REGISTER_MS = 3000;

/** The channel of a complaint's post. */
export interface PostedAt {
  readonly platform: 'slack' | 'teams';
  /** The channel's id. */
  readonly conversation: string;
}

/** The progress of a complaint in the bot's records. */
export interface RegisteredComplaint {
  readonly reference: string;
  readonly category: string;
  readonly state: string;
  readonly confidential: boolean;
  readonly reporter: string;
  readonly owner: string | null;
  readonly team: string;
  readonly place: PostedAt | null;
  /** The channels of its posts with teams that it has left; null for one not posted yet. */
  readonly formerPlaces: readonly (PostedAt | null)[];
  readonly acknowledged: boolean;
  readonly promises: number;
  readonly nudges: number;
  readonly resolved: boolean;
  readonly closed: boolean;
  /** Deliveries not yet sent. */
  readonly waiting: number;
}

/** Reads the progress of all complaints from the bot. */
export interface Register {
  /** Newest last; null when the bot or its store does not answer now. */
  read(): Promise<readonly RegisteredComplaint[] | null>;
}

/** Finds a person's name on the platforms by the id of their account. */
export type FindName = (account: string) => string | undefined;

/**
 * Reads that are asked for while one is under way share the next one: the one under way may have begun
 * before the change they ask about.
 */
export function createRegister(
  ask: LabClient,
  clockChanges: ClockChanges,
  findName: FindName,
): Register {
  type Answer = Promise<readonly RegisteredComplaint[] | null>;
  let running: Answer | undefined;
  let next: Answer | undefined;
  const read = async () => {
    const [answer, clock] = await Promise.all([
      ask('GET', 'complaints', undefined, REGISTER_MS),
      ask('GET', 'clock', undefined, REGISTER_MS),
    ]);
    clockChanges.record(clock?.body);
    if (answer?.status !== 200) return null;
    return asObjects(answer.body.complaints).map((entry) => parseComplaint(entry, findName));
  };
  const start = (): Answer => {
    running = read().finally(() => {
      running = next;
      next = undefined;
    });
    return running;
  };
  return {
    read: () => {
      if (running === undefined) return start();
      next ??= running.then(start, start);
      return next;
    },
  };
}

function parseComplaint(entry: JsonObject, findName: FindName): RegisteredComplaint {
  const count = (name: string): number => Number(entry[name] ?? 0);
  const text = (name: string): string => asString(entry[name]) ?? '';
  return {
    reference: text('reference'),
    category: text('category'),
    state: text('state'),
    confidential: entry.confidential === true,
    reporter: parsePerson(entry.reporter, findName) ?? '',
    owner: parsePerson(entry.owner, findName),
    team: text('team'),
    place: parsePlace(entry.post),
    formerPlaces: Array.isArray(entry.formerPosts) ? entry.formerPosts.map(parsePlace) : [],
    acknowledged: entry.acknowledged === true,
    promises: count('promises'),
    nudges: count('nudges'),
    resolved: entry.resolved === true,
    closed: entry.closed === true,
    waiting: count('waiting'),
  };
}

/** The name on the platforms; the bot may have another one from `redress.yml`. */
function parsePerson(person: unknown, findName: FindName): string | null {
  if (!isObject(person)) return null;
  const accounts = isObject(person.accounts) ? Object.values(person.accounts) : [];
  const known = accounts.map((id) => findName(String(id))).find((name) => name !== undefined);
  return known ?? asString(person.name) ?? null;
}

/** A Slack reference has a channel, a Teams reference the conversation of a thread: `CHANNEL;messageid=…`. */
function parsePlace(post: unknown): PostedAt | null {
  if (!isObject(post)) return null;
  const { platform, channel, conversation } = post;
  if (platform === 'slack') return { platform, conversation: String(channel) };
  if (platform !== 'teams') return null;
  const [id = ''] = String(conversation).split(';');
  return { platform, conversation: id };
}
