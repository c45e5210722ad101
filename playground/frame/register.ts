import { asObjects, asString, isObject, type JsonObject } from '../json.js';
import type { AskLab } from './lab.js';
import type { Moves } from './moves.js';

/** Longer than that nobody waits for how far the complaints are. Real ms. */
const REGISTER_MS = 3000;

/** Where a complaint's post stands. */
export interface PostedAt {
  readonly platform: 'slack' | 'teams';
  /** The channel's id. */
  readonly conversation: string;
}

/** How far a complaint is, as the bot has it. */
export interface RegisteredComplaint {
  readonly reference: string;
  readonly category: string;
  readonly state: string;
  readonly confidential: boolean;
  readonly reporter: string;
  readonly owner: string | null;
  readonly team: string;
  readonly place: PostedAt | null;
  readonly acknowledged: boolean;
  readonly promises: number;
  readonly nudges: number;
  readonly resolved: boolean;
  readonly closed: boolean;
  /** Deliveries not yet sent. */
  readonly waiting: number;
}

/** Asks the bot how far its complaints are. */
export interface Register {
  /** Newest last; null when the bot or its store does not answer now. */
  read(): Promise<readonly RegisteredComplaint[] | null>;
}

/** The name under which the worlds know whoever has this account. */
export type NameOf = (account: string) => string | undefined;

/** Asks that come while one is under way share the next one: the one under way may be older than what they ask about. */
export function makeRegister(ask: AskLab, moves: Moves, nameOf: NameOf): Register {
  type Answer = Promise<readonly RegisteredComplaint[] | null>;
  let running: Answer | undefined;
  let next: Answer | undefined;
  const read = async () => {
    const [answer, clock] = await Promise.all([
      ask('GET', 'complaints', undefined, REGISTER_MS),
      ask('GET', 'clock', undefined, REGISTER_MS),
    ]);
    moves.note(clock?.body);
    if (answer?.status !== 200) return null;
    return asObjects(answer.body.complaints).map((entry) => complaintOf(entry, nameOf));
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

function complaintOf(entry: JsonObject, nameOf: NameOf): RegisteredComplaint {
  const count = (name: string): number => Number(entry[name] ?? 0);
  const words = (name: string): string => asString(entry[name]) ?? '';
  return {
    reference: words('reference'),
    category: words('category'),
    state: words('state'),
    confidential: entry.confidential === true,
    reporter: personOf(entry.reporter, nameOf) ?? '',
    owner: personOf(entry.owner, nameOf),
    team: words('team'),
    place: placeOf(entry.post),
    acknowledged: entry.acknowledged === true,
    promises: count('promises'),
    nudges: count('nudges'),
    resolved: entry.resolved === true,
    closed: entry.closed === true,
    waiting: count('waiting'),
  };
}

/** The name the worlds show; the bot may have another from `redress.yml`. */
function personOf(person: unknown, nameOf: NameOf): string | null {
  if (!isObject(person)) return null;
  const accounts = isObject(person.accounts) ? Object.values(person.accounts) : [];
  const known = accounts.map((id) => nameOf(String(id))).find((name) => name !== undefined);
  return known ?? asString(person.name) ?? null;
}

/** A Slack reference has a channel, one of Teams a thread's conversation: `CHANNEL;messageid=…`. */
function placeOf(post: unknown): PostedAt | null {
  if (!isObject(post)) return null;
  const { platform, channel, conversation } = post;
  if (platform === 'slack') return { platform, conversation: String(channel) };
  if (platform !== 'teams') return null;
  const [id = ''] = String(conversation).split(';');
  return { platform, conversation: id };
}
