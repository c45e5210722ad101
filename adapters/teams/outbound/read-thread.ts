import pTimeout from 'p-timeout';
import { z } from 'zod';
import type { SourceMessage, UnreadReason } from '../../../src/domain/intake/source.js';
import type { Account } from '../../../src/domain/organisation/person.js';
import type { ThreadReader, ThreadReading } from '../../../src/ports/thread-reader.js';
import { RESOURCE_PERMISSIONS } from '../app-definition.js';
import { type GraphMessage, graphMessage, toSourceMessage } from '../messages/message.js';
import { parseThreadRef, type ThreadRef } from '../messages/thread-ref.js';
import type { CallResult } from './client.js';
import type { Connector } from './connector.js';
import type { Graph, GraphResult } from './graph.js';
import type { ServiceUrlLookup } from './service-urls.js';

/** Messages in a page, the most that Graph gives (learn.microsoft.com/graph/api/chatmessage-list-replies). */
const PAGE_SIZE = '50';
/** Most pages: 1,000 replies, of which 20 KB are kept. */
const MAX_PAGES = 20;

export interface ThreadReaderOptions {
  readonly appId: string;
  readonly connector: Pick<Connector, 'fetchMember' | 'fetchChannels' | 'fetchTeam'>;
  readonly serviceUrlLookup: Pick<ServiceUrlLookup, 'findForPlace'>;
  readonly graph: Graph;
  /** A time that only runs forward, ms. */
  readonly now: () => number;
}

/**
 * Reads threads by Microsoft Graph: in standard channels of teams with the app, whose owner gave the consent that
 * the package asks for. What says which message it is comes through the person's client, so it asks Teams first
 * whether the person is in the team.
 */
export function createThreadReader(options: ThreadReaderOptions): ThreadReader {
  return {
    platform: 'teams',
    async readThread(thread, reader, timeoutMs) {
      const ref = parseThreadRef(thread);
      if (ref === undefined) return notRead('never');
      const until = options.now() + timeoutMs;
      const found = await pTimeout(findTeam(options, ref, reader), {
        milliseconds: timeoutMs,
        fallback: () => notRead('no-answer'),
      });
      if ('unread' in found) return found;
      return { ...(await readMessages(options, ref, found.group, until)), isPrivate: false };
    },
  };
}

function notRead(unread: UnreadReason): ThreadReading {
  return { messages: [], unread };
}

const teamAnswer = z.object({ aadGroupId: z.guid() });
const channelsAnswer = z.object({
  conversations: z.array(z.object({ id: z.string(), type: z.string().nullish() })),
});

/** The group id of the team, if the person is in it and the channel is one that all its members see. */
async function findTeam(
  { connector, serviceUrlLookup }: ThreadReaderOptions,
  { team, channel }: ThreadRef,
  { userId }: Account,
): Promise<ThreadReading | { readonly group: string }> {
  const url = await serviceUrlLookup.findForPlace({ platform: 'teams', team, channel });
  const asked = [
    connector.fetchTeam(url, team),
    connector.fetchChannels(url, team),
    connector.fetchMember(url, team, userId),
  ] as const;
  const [details, channels, member] = await Promise.all(asked);
  const failed = [details, channels, member].find(({ ok }) => !ok);
  if (failed !== undefined) return notRead(toReason(failed));
  const group = details.ok ? teamAnswer.safeParse(details.answer).data?.aadGroupId : undefined;
  const listed = channels.ok ? channelsAnswer.safeParse(channels.answer).data : undefined;
  if (group === undefined || listed === undefined) return notRead('no-answer');
  const isStandard = listed.conversations.some(
    ({ id, type }) => id === channel && (type ?? 'standard') === 'standard',
  );
  return isStandard ? { group } : notRead('not-member');
}

/** Teams refuses what it asks of a team without the app, and knows no member who is not one. */
function toReason(called: CallResult): UnreadReason {
  if (called.ok || called.failure.kind !== 'teams') return 'no-answer';
  return called.failure.status === 403 || called.failure.status === 404
    ? 'not-member'
    : 'no-answer';
}

const page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
});

async function readMessages(
  { appId, graph, now }: ThreadReaderOptions,
  { channel, root, id }: ThreadRef,
  group: string,
  until: number,
): Promise<ThreadReading> {
  const first = ['teams', group, 'channels', channel, 'messages', root];
  const opened = await graph.get(first, until - now());
  if (!opened.ok) return toUnread(opened);
  const read: unknown[] = [opened.answer];
  // Graph has the newest reply first
  const done = (unread: UnreadReason | null): ThreadReading => ({
    messages: read.flatMap((one) => toMessage(one, id, appId)).toSorted((a, b) => a.at - b.at),
    unread,
  });
  let next: readonly string[] | string = [...first, 'replies'];
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const called: GraphResult = await graph.get(next, until - now(), { $top: PAGE_SIZE });
    const found = called.ok ? page.safeParse(called.answer).data : undefined;
    if (found === undefined) return done('too-long');
    read.push(...found.value);
    if (found['@odata.nextLink'] === undefined) return done(null);
    next = found['@odata.nextLink'];
  }
  return done('too-long');
}

function toUnread(refused: Extract<GraphResult, { ok: false }>): ThreadReading {
  const { status } = refused;
  // a deleted message has no thread
  if (status === 404) return { messages: [], unread: null };
  if (status !== 401 && status !== 403) return notRead('no-answer');
  return { ...notRead('not-permitted'), needs: RESOURCE_PERMISSIONS[0] };
}

/** What somebody wrote: no event of the channel, no deleted message, and nothing of this bot but the chosen one. */
function toMessage(value: unknown, chosen: string, appId: string): readonly SourceMessage[] {
  const message = graphMessage.safeParse(value).data;
  if (message === undefined || !isWritten(message)) return [];
  const isChosen = message.id === chosen;
  if (!isChosen && message.from?.application?.id?.toLowerCase() === appId) return [];
  const kept = toSourceMessage(message);
  if (kept === undefined) return [];
  return [isChosen ? { ...kept, isChosen: true } : kept];
}

function isWritten({ messageType = 'message', deletedDateTime }: GraphMessage): boolean {
  return messageType === 'message' && deletedDateTime === undefined;
}
