import type { z } from 'zod';
import type { EventPayload, InboundEvent } from '../../../src/ports/intake.js';
import { toMessageKey } from '../addresses.js';
import { unescapeMarkup } from '../messages/message-text.js';
import type { BotIdentity } from '../outbound/identity.js';
import { isInWorkspace, toName } from '../outbound/profiles.js';
import { parseActionId } from '../render/blocks.js';
import { type FormOrigin, parseFormState } from '../render/form-state.js';
import { parseMenuValue } from '../render/menu.js';
import { UNFOLD_ACTION } from '../render/modal.js';
import { OPENER_ACTION, parseOpenerValue } from '../render/opener.js';
import { parseFormValues, toAccount } from './form-values.js';
import {
  blockActionsPayload,
  channelEventPayload,
  commandPayload,
  type MessageEventPayload,
  messageEventPayload,
  profileEventPayload,
  viewSubmissionPayload,
} from './payloads.js';

/** How to answer the actor, besides the acknowledgement. */
export interface ReplyAddress {
  /** Opens one form, within three seconds. */
  readonly triggerId: string;
  /** Takes up to five messages that only the actor sees, within half an hour. Null if Slack sends none. */
  readonly responseUrl: string | null;
  /** Where the actor did it; null if Slack does not say. */
  readonly channel: string | null;
}

/** A block action: a pressed button, or one that was chosen in a menu. */
export interface ParsedBlockAction extends ReplyAddress {
  readonly event: InboundEvent;
  /** The id of the button's modal; null for a button in a message. */
  readonly view: string | null;
  /** The thread of the button's message; null outside threads. */
  readonly thread: string | null;
  /** True for the button that opens the form for a person who mentioned the bot, see `opener.ts`. */
  readonly isOpener: boolean;
  /**
   * Set if the form is drawn anew, for “More details” or while somebody types: what its next view keeps, and which
   * view it replaces.
   */
  readonly redraws: { readonly origin: FormOrigin | null; readonly hash: string | null } | null;
}

/** A slash command. */
export interface ParsedCommand extends ReplyAddress {
  readonly event: InboundEvent;
}

/** A view submission: a form that was sent. `fields` are the names of its fields, in order. */
export interface ParsedViewSubmission {
  readonly event: InboundEvent;
  readonly fields: readonly string[];
  /** Where the person asked for the form; null if it does not say. */
  readonly origin: FormOrigin | null;
}

/** Slack's payloads contain no name and no zone, and a DM needs no reference besides the account. */
export const NO_PROFILE = { displayName: null, zone: null, reference: null } as const;

/** What Slack's payloads call a name is the login name, not the name that others see. */
export function toHandle(name: string | undefined): Pick<InboundEvent, 'handle'> {
  return name === undefined ? {} : { handle: name };
}

/** Where it happened, for the event. */
export function toChannel(channel: string | undefined): Pick<InboundEvent, 'channel'> {
  return channel === undefined ? {} : { channel };
}

/** Parses a slash command; undefined for any other payload. The event id is the trigger id. */
export function parseCommand(body: unknown): ParsedCommand | undefined {
  const command = commandPayload.safeParse(body).data;
  if (command === undefined) return undefined;
  return {
    event: {
      eventId: command.trigger_id,
      account: toAccount(command.team_id, command.user_id),
      ...toHandle(command.user_name),
      ...NO_PROFILE,
      ...toChannel(command.channel_id),
      payload: { kind: 'command', text: unescapeMarkup(command.text) },
    },
    triggerId: command.trigger_id,
    responseUrl: command.response_url ?? null,
    channel: command.channel_id ?? null,
  };
}

/**
 * Parses the block action of a button or a menu of buttons; undefined for other elements. The event id is
 * the trigger id.
 */
export function parseBlockAction(body: unknown, workspace: string): ParsedBlockAction | undefined {
  const payload = blockActionsPayload.safeParse(body).data;
  if (payload === undefined) return undefined;
  const [used] = payload.actions;
  const use = toFormUse(used);
  const redrawing = use === undefined ? undefined : parseRedrawing(use, payload.view, workspace);
  if (redrawing === undefined && used.type === 'plain_text_input') return undefined;
  const { action, value } = toPressed(used);
  const form = payload.view?.callback_id;
  return {
    event: {
      eventId: payload.trigger_id,
      account: toAccount(payload.user.team_id ?? payload.team?.id ?? workspace, payload.user.id),
      ...toHandle(payload.user.name ?? payload.user.username),
      ...NO_PROFILE,
      ...toChannel(action === OPENER_ACTION ? payload.container?.channel_id : undefined),
      payload: redrawing?.payload ?? toActionPayload(action, value, form),
    },
    triggerId: payload.trigger_id,
    responseUrl: payload.response_url ?? null,
    channel: payload.container?.channel_id ?? null,
    view: payload.view?.id ?? null,
    thread: payload.container?.thread_ts ?? payload.message?.thread_ts ?? null,
    isOpener: action === OPENER_ACTION,
    redraws: redrawing?.redraws ?? null,
  };
}

type ModalPayload = NonNullable<z.infer<typeof blockActionsPayload>['view']>;

/** The use of a form that draws it anew; undefined in any other modal. */
function parseRedrawing(
  kind: 'unfold' | 'look-up',
  view: ModalPayload | undefined,
  workspace: string,
) {
  const state = view && parseFormState(view.private_metadata);
  if (view === undefined || state === undefined) return undefined;
  const { form, context, submission, origin = null } = state;
  const values = parseFormValues(state, view.state.values, workspace);
  const payload: EventPayload = { kind, form, context, submission, values };
  return { payload, redraws: { origin, hash: view.hash ?? null } };
}

type UsedElement = z.infer<typeof blockActionsPayload>['actions'][0];

/** How the element draws its form anew; undefined if it does not. */
function toFormUse(element: UsedElement): 'unfold' | 'look-up' | undefined {
  if (element.type === 'plain_text_input') return 'look-up';
  return element.action_id === UNFOLD_ACTION ? 'unfold' : undefined;
}

/** The action and the value of the button that was pressed or chosen. */
function toPressed(element: UsedElement): { readonly action: string; readonly value: string } {
  if (element.type === 'plain_text_input') return { action: element.action_id, value: '' };
  if (element.type === 'overflow') return parseMenuValue(element.selected_option.value);
  return { action: parseActionId(element.action_id), value: element.value };
}

function toActionPayload(action: string, value: string, form: string | undefined): EventPayload {
  if (action === OPENER_ACTION) return { kind: 'quote', text: parseOpenerValue(value) };
  return { kind: 'action', action, value, ...(form === undefined ? {} : { form }) };
}

/**
 * Parses a view submission; undefined for a modal that is not one of our forms. The event id is the
 * form's submission id, so a form sent again after a lost response is the same event.
 */
export function parseViewSubmission(
  body: unknown,
  workspace: string,
): ParsedViewSubmission | undefined {
  const payload = viewSubmissionPayload.safeParse(body).data;
  const state = payload && parseFormState(payload.view.private_metadata);
  if (payload === undefined || state === undefined) return undefined;
  return {
    event: {
      eventId: state.submission,
      account: toAccount(payload.user.team_id ?? payload.team?.id ?? workspace, payload.user.id),
      ...toHandle(payload.user.name ?? payload.user.username),
      ...NO_PROFILE,
      payload: {
        kind: 'submission',
        form: state.form,
        context: state.context,
        values: parseFormValues(state, payload.view.state.values, workspace),
      },
    },
    fields: state.fields.map(([name]) => name),
    origin: state.origin ?? null,
  };
}

/**
 * Parses a person's message in a thread, without its text. Undefined for everything else: messages of
 * bots (this one too), edits, joins, DMs, and messages outside threads.
 * @param botUserId the bot's own user id
 */
export function parseMessage(body: unknown, botUserId: string): InboundEvent | undefined {
  const payload = messageEventPayload.safeParse(body).data;
  if (payload === undefined) return undefined;
  const { event } = payload;
  const { thread_ts: thread = event.ts } = event;
  if (event.user === botUserId || thread === event.ts) return undefined;
  const { channel } = event;
  const at = Math.round(Number(event.ts) * 1000);
  return toMessageEvent(payload, { kind: 'message', thread: toMessageKey(channel, thread), at });
}

/** The event of a person's message with this payload. */
export function toMessageEvent(
  { event_id, team_id, event }: MessageEventPayload,
  payload: EventPayload,
): InboundEvent {
  const account = toAccount(event.user_team ?? event.team ?? team_id, event.user);
  return { eventId: event_id, account, ...NO_PROFILE, payload };
}

/** Parses a changed profile; undefined for those of bots and for everything else. */
export function parseProfile(body: unknown, workspace: string): InboundEvent | undefined {
  const payload = profileEventPayload.safeParse(body).data;
  if (payload === undefined) return undefined;
  const { user } = payload.event;
  if (user.is_bot === true) return undefined;
  const home = user.team_id ?? payload.team_id;
  return {
    eventId: payload.event_id,
    account: toAccount(isInWorkspace(user, workspace) ? workspace : home, user.id),
    ...NO_PROFILE,
    displayName: toName(user) ?? null,
    zone: user.tz ?? null,
    payload: { kind: 'profile' },
  };
}

/**
 * Parses that the bot can post in a channel from now on: it was invited, or the channel was unarchived.
 * Undefined for others who joined one, and for everything else. `identity`: the bot itself.
 */
export function parseJoinedChannel(
  body: unknown,
  { userId, workspace }: Pick<BotIdentity, 'userId' | 'workspace'>,
): InboundEvent | undefined {
  const payload = channelEventPayload.safeParse(body).data;
  if (payload === undefined) return undefined;
  const { type, user, channel } = payload.event;
  if (type === 'member_joined_channel' && user !== userId) return undefined;
  return {
    eventId: payload.event_id,
    account: toAccount(workspace, userId),
    ...NO_PROFILE,
    payload: { kind: 'joined', places: [{ platform: 'slack', channel }] },
  };
}
