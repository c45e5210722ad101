import { LRUCache } from 'lru-cache';
import {
  type MessageSource,
  shortenSource,
  type UnreadReason,
} from '../../../domain/intake/source.js';
import type { Account, Platform } from '../../../domain/organisation/person.js';
import type { ChosenMessage, ThreadReading } from '../../../ports/thread-reader.js';
import type { OfferedSource } from '../../../views/intake/source-views.js';
import type { Dependencies } from '../../dependencies.js';
import { type CarriedSource, toCarried } from './filing-context.js';

/** How long a thread may be read while its form is open, ms. */
const READ_MS = 10_000;
/** How long it may be read again while a form is recorded, ms: Slack waits three seconds for that. */
const READ_AGAIN_MS = 1000;
/** Of so many open forms it is remembered what was read. Each takes 20 KB. */
const MOST_FORMS = 200;

/** A form that was opened from a message, and what was read for it. */
export interface OpenSource {
  readonly chosen: ChosenMessage;
  /** What would be kept; undefined while it is being read. */
  readonly kept: MessageSource | undefined;
  /** The scope or consent that is missing, as the platform calls it; empty if none is. */
  readonly needs: string;
  /** Reads the thread, once however often it is called. Never throws. */
  read(): Promise<void>;
}

/** What this process remembers of forms that were opened from messages. */
export interface OpenSources {
  /** Remembers the message of a form. `key`: the form's, see {@link CarriedSource}. */
  add(key: string, chosen: ChosenMessage, account: Account): OpenSource;
  find(key: string): OpenSource | undefined;
}

type SourceDependencies = Pick<Dependencies, 'threadReaders' | 'logger'>;

/** Creates {@link OpenSources}. It reads nothing before it is asked to. */
export function createOpenSources(deps: SourceDependencies): OpenSources {
  const open = new LRUCache<string, OpenSource>({ max: MOST_FORMS });
  return {
    add(key, chosen, account) {
      const added = createOpenSource(deps, chosen, account);
      open.set(key, added);
      return added;
    },
    find: (key) => open.get(key),
  };
}

interface Known {
  kept: MessageSource | undefined;
  needs: string;
  isPrivate: boolean;
}

function createOpenSource(
  deps: SourceDependencies,
  chosen: ChosenMessage,
  account: Account,
): OpenSource {
  const { platform } = account;
  const known: Known = { kept: undefined, needs: '', isPrivate: chosen.isPrivate };
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    const found = await readThread(deps, chosen.thread, account, READ_MS);
    known.isPrivate = found.isPrivate ?? chosen.isPrivate;
    known.kept = toSource(platform, { ...chosen, isPrivate: known.isPrivate }, found);
    known.needs = found.needs ?? '';
  };
  return {
    get chosen() {
      return { ...chosen, isPrivate: known.isPrivate };
    },
    get kept() {
      return known.kept;
    },
    get needs() {
      return known.needs;
    },
    read() {
      reading ??= read();
      return reading;
    },
  };
}

/** Never throws: what goes wrong is logged, without the words. */
async function readThread(
  { threadReaders, logger }: SourceDependencies,
  thread: string,
  account: Account,
  timeoutMs: number,
): Promise<ThreadReading> {
  const reader = threadReaders.get(account.platform);
  if (reader === undefined) return { messages: [], unread: 'never' };
  try {
    return await reader.readThread(thread, account, timeoutMs);
  } catch (error) {
    logger.error({ error, platform: account.platform }, 'thread not read');
    return { messages: [], unread: 'no-answer' };
  }
}

/** The conversation with the chosen message in its place. */
function toSource(
  platform: Platform,
  { link, isPrivate, message }: Pick<ChosenMessage, 'link' | 'isPrivate' | 'message'>,
  { messages, unread }: Pick<ThreadReading, 'messages' | 'unread'>,
): MessageSource {
  const hasChosen = messages.some(({ isChosen }) => isChosen === true);
  const all = hasChosen ? messages : [...messages, { ...message, isChosen: true as const }];
  return shortenSource({
    ...{ platform, link },
    ...(isPrivate ? { isPrivate: true } : {}),
    messages: [...all].sort((one, other) => one.at - other.at),
    ...(unread === null ? {} : { unread }),
  });
}

/** What is kept of a form that did not show the thread: the chosen message only. `why`: there may be more. */
function toChosenOnly(source: MessageSource, why: UnreadReason): MessageSource {
  const chosen = source.messages.filter(({ isChosen }) => isChosen === true);
  const messages = chosen.map(({ leftOut: _left, ...rest }) => rest);
  const isAll = source.messages.length === messages.length && source.unread === undefined;
  return { ...source, messages, ...(isAll ? {} : { unread: source.unread ?? why }) };
}

/**
 * What is kept with the complaint of a form that was sent: what the form said, and never more. Reads the thread
 * again if this process did not open the form.
 */
export async function findKeptSource(
  deps: SourceDependencies,
  sources: OpenSources,
  from: CarriedSource,
  account: Account,
): Promise<MessageSource> {
  const { platform } = account;
  const open = sources.find(from.key);
  const { shown } = from;
  if (open !== undefined) {
    if (shown === undefined) {
      const notShown = { messages: [], unread: 'not-shown' } as const;
      return toChosenOnly(open.kept ?? toSource(platform, open.chosen, notShown), 'not-shown');
    }
    if (open.kept !== undefined) return open.kept;
  }
  const { by, at, text } = from;
  const chosen = { ...from, message: { by, at, text } };
  if (shown === undefined) return toSource(platform, chosen, { messages: [], unread: 'forgotten' });
  const again = await readThread(deps, from.thread, account, READ_AGAIN_MS);
  const isSame = again.unread === shown.unread;
  return toSource(platform, chosen, {
    messages: again.messages.filter(
      (message) => message.isChosen === true || (isSame && message.at <= shown.until),
    ),
    unread: isSame ? shown.unread : 'forgotten',
  });
}

/** What a form says of the message that it was opened from, and what it carries of it. */
export interface FormSource {
  readonly offered: OfferedSource;
  readonly carried: CarriedSource;
}

/** Of a form whose message this process knows. */
export function toFormSource(key: string, open: OpenSource): FormSource {
  const { chosen, kept, needs } = open;
  const { isPrivate } = chosen;
  return { offered: { isPrivate, kept, needs }, carried: toCarried(key, chosen, kept) };
}

/**
 * Finds what a form that was opened from a message says when it is drawn again. Of one that another process opened
 * the thread is read again, see {@link findKeptSource}. Call the function that it returns for each drawing: a
 * thread may be read meanwhile. Never throws.
 */
export async function findFormSource(
  deps: SourceDependencies,
  sources: OpenSources,
  carried: CarriedSource | undefined,
  account: Account,
): Promise<() => FormSource | undefined> {
  if (carried === undefined) return () => undefined;
  const { key } = carried;
  const open = sources.find(key);
  if (open !== undefined) return () => toFormSource(key, open);
  const kept = await findKeptSource(deps, sources, carried, account);
  const { isPrivate } = carried;
  const again = { offered: { isPrivate, kept, needs: '' }, carried: toCarriedAgain(carried, kept) };
  return () => again;
}

/** What a form carries after its thread was read again: that it is shown, unless it is lost. */
function toCarriedAgain(carried: CarriedSource, kept: MessageSource): CarriedSource {
  const { shown: _shown, ...rest } = carried;
  return kept.unread === 'forgotten' ? rest : carried;
}
