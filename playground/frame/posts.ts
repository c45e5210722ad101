import { asObjects, asString, isObject, type JsonObject } from '../json.js';
import type { Message as SlackMessage, WorkspaceState } from '../slack/types.js';
import type { TeamsTenant } from '../teams/tenant.js';
import type { Message as TeamsMessage } from '../teams/types.js';

/** A card of one complaint in a simulator. */
export interface CardAt {
  readonly reference: string;
  readonly platform: 'slack' | 'teams';
  /** A post in a channel, or a card in a person's chat with the app. */
  readonly where: 'channel' | 'chat';
  /** The channel's id, or the person's. */
  readonly conversation: string;
  /** When it was posted, real ms UTC. */
  readonly at: number;
}

/**
 * The reference in the heading of a complaint's two cards: "C-1001 · A wrong bill" for its team,
 * "C-1001 · your complaint" for its reporter, and the reference alone when it is confidential. No other
 * message has such a heading: that of a nudge is a sentence.
 */
function parseReference(heading: string | undefined): string | undefined {
  return /^(C-\d+)(?: ·|$)/.exec(heading?.replaceAll('\\', '') ?? '')?.[1];
}

/** Every card of a complaint that Redress has posted into Slack. */
export function findSlackCards(state: WorkspaceState): readonly CardAt[] {
  const { botUserId } = state.app;
  return state.channels.flatMap(({ id, kind, members }) => {
    const isChat = kind === 'im';
    const conversation = isChat ? (members.find((one) => one !== botUserId) ?? '') : id;
    const roots = (state.messages[id] ?? []).filter(
      (message) => message.user === botUserId && isRoot(message),
    );
    return roots.flatMap(({ ts, blocks }) => {
      const reference = parseReference(findSlackHeading(blocks));
      if (reference === undefined) return [];
      const at = Math.floor(Number(ts) * 1000);
      const where = isChat ? 'chat' : 'channel';
      return [{ reference, platform: 'slack', where, conversation, at } as const];
    });
  });
}

function isRoot({ ts, thread_ts }: SlackMessage): boolean {
  return thread_ts === undefined || thread_ts === ts;
}

function findSlackHeading(blocks: readonly JsonObject[] | undefined): string | undefined {
  const header = blocks?.find(({ type }) => type === 'header');
  return isObject(header?.text) ? asString(header.text.text) : undefined;
}

/** Every card of a complaint that Redress has posted into Teams. */
export function findTeamsCards({ state, botId }: TeamsTenant): readonly CardAt[] {
  const people = new Map(state.personalChats.map(({ id, user }) => [id, user]));
  return Object.entries(state.messages).flatMap(([chat, messages]) => {
    const user = people.get(chat);
    const roots = messages.filter(
      ({ id, root, from, deleted }) => from === botId && id === root && !deleted,
    );
    return roots.flatMap((message) => {
      const reference = parseReference(findTeamsHeading(message));
      if (reference === undefined) return [];
      const where = user === undefined ? 'channel' : 'chat';
      const conversation = user ?? chat;
      return [{ reference, platform: 'teams', where, conversation, at: message.at } as const];
    });
  });
}

function findTeamsHeading({ attachments }: TeamsMessage): string | undefined {
  const cards = attachments.flatMap(({ content }) => (isObject(content) ? [content] : []));
  const heading = cards
    .flatMap(({ body }) => asObjects(body))
    .find(({ type, style }) => type === 'TextBlock' && style === 'heading');
  return asString(heading?.text);
}
