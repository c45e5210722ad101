import { randomUUID } from 'node:crypto';
import type { Account, KnownAccount } from '../../../src/domain/organisation/person.js';
import type { EventPayload, FieldValue, InboundEvent } from '../../../src/ports/intake.js';
import type { Field } from '../../../src/views/elements.js';
import { isZone, zoneOrUtc } from '../../shared/text.js';
import { toThreadId } from '../addresses.js';
import { EXTENSION_COMMANDS, isExtensionCommand } from '../app-definition.js';
import { toSourceMessage, toText } from '../messages/message.js';
import { parseCommandText, toMessageText } from '../messages/message-text.js';
import { toThreadRef } from '../messages/thread-ref.js';
import type { ActionData, SubmitData } from '../render/action-data.js';
import { parseDateInputs } from '../render/dates.js';
import { readInput, toInputIds } from '../render/form/fields.js';
import { fromFormState } from '../render/form/form-state.js';
import { isObjectId } from '../render/mentions.js';
import { type Activity, extensionValueSchema, type PersonActivity } from './payloads.js';

/** The kind of a conversation. */
export type Scope = 'personal' | 'channel' | 'groupChat';

/**
 * The scope of an activity's conversation. Only a chat with the bot alone is `personal`. Teams calls a
 * chat between two people `personal` too, but its id begins with `19:` like that of a group chat.
 */
export function toScope({ conversation: { id, conversationType } }: Activity): Scope {
  if (conversationType === 'channel') return 'channel';
  return conversationType === 'personal' && !id.startsWith('19:') ? 'personal' : 'groupChat';
}

/** Whether a bot sent the activity, this one included. Ids of bots begin with `28:`. */
export function isFromBot({ from, recipient }: Activity): boolean {
  if (from === undefined) return false;
  return from.id.startsWith('28:') || from.role === 'bot' || from.id === recipient.id;
}

/** Whether the sender has a Microsoft Entra account. */
export function isFromPerson(activity: Activity): activity is PersonActivity {
  return activity.from?.aadObjectId !== undefined;
}

/** The sender's account. */
export function toAccount({ from }: PersonActivity, tenant: string): Account {
  return { platform: 'teams', workspace: tenant, userId: from.aadObjectId };
}

/**
 * The reference for proactive messages to the sender: their personal chat with the bot. Null for an
 * activity in another conversation, and for the message extension, which people use in chats with
 * others that look the same.
 */
export function toPersonalReference(activity: PersonActivity): KnownAccount['reference'] {
  if (toScope(activity) !== 'personal' || isExtensionInvoke(activity)) return null;
  const { serviceUrl, conversation, from } = activity;
  return { serviceUrl, conversation: conversation.id, user: from.id };
}

/** Whether the activity comes from the message extension, which works in conversations without the bot. */
export function isExtensionInvoke({ name }: Activity): boolean {
  return name?.startsWith('composeExtension/') ?? false;
}

/** Builds an event from its payload and what the activity says about the sender. */
export function toInboundEvent(
  activity: PersonActivity,
  payload: EventPayload,
  tenant: string,
): InboundEvent {
  return {
    eventId: toEventId(activity),
    account: toAccount(activity, tenant),
    displayName: activity.from.name ?? null,
    zone: findZone(activity),
    reference: toPersonalReference(activity),
    ...toChannel(activity),
    payload,
  };
}

function toChannel({ channelData }: PersonActivity): Pick<InboundEvent, 'channel'> {
  const channel = channelData?.channel?.id;
  return channel === undefined ? {} : { channel };
}

/**
 * An activity id is unique only in its conversation: for a message it is the time of writing. The
 * account is part of the event id, so that two people never share an event.
 */
function toEventId({ conversation, from, id, timestamp }: PersonActivity): string {
  return `${from.aadObjectId}/${conversation.id}/${id ?? timestamp ?? randomUUID()}`;
}

/** The IANA zone of the sender's client; null when it is missing or unknown. */
export function findZone({ localTimezone, entities }: Activity): string | null {
  const client = entities?.find((entity) => entity?.type === 'clientInfo');
  const zones = [localTimezone, client?.type === 'clientInfo' ? client.timezone : undefined];
  return zones.find((zone) => zone !== undefined && isZone(zone)) ?? null;
}

/**
 * Parses an action of a card or dialog. The event id of a submission is the account with the form's
 * submission id, so that submitting again after a lost response is the same event.
 */
export function parseAction(
  activity: PersonActivity,
  data: ActionData,
  inputs: unknown,
  tenant: string,
): InboundEvent {
  switch (data.kind) {
    case 'press': {
      const { action, value, form } = data;
      const from = form === undefined ? {} : { form };
      return toInboundEvent(activity, { kind: 'action', action, value, ...from }, tenant);
    }
    case 'submit': {
      const { form, context, submission } = data;
      const values = parseFormValues(data, inputs, tenant);
      const payload: EventPayload = { kind: 'submission', form, context, values: values };
      const eventId = `${activity.from.aadObjectId}/${submission}`;
      return { ...toInboundEvent(activity, payload, tenant), eventId };
    }
    case 'open':
      return toInboundEvent(activity, { kind: 'command', text: data.text }, tenant);
  }
}

/**
 * Parses a command of the message extension; undefined for an unknown command. Used on a message, it
 * quotes the message's text.
 */
export function parseExtension(activity: PersonActivity, tenant: string): InboundEvent | undefined {
  const value = extensionValueSchema.safeParse(activity.value).data;
  if (value === undefined || !isExtensionCommand(value.commandId)) return undefined;
  const { text } = EXTENSION_COMMANDS[value.commandId];
  const { messagePayload } = value;
  const payload: EventPayload =
    text === '' && messagePayload !== undefined
      ? { kind: 'quote', text: toText(messagePayload), ...toSource(activity, messagePayload) }
      : { kind: 'command', text };
  return toInboundEvent(activity, payload, tenant);
}

type MessagePayload = NonNullable<ReturnType<typeof extensionValueSchema.parse>['messagePayload']>;

/**
 * The message itself, with its thread if it is in a channel. It counts as private: that its channel is one that
 * all members of the team see shows only when the thread is read.
 */
function toSource(
  activity: PersonActivity,
  payload: MessagePayload,
): Pick<Extract<EventPayload, { kind: 'quote' }>, 'source'> {
  const message = toSourceMessage(payload);
  if (message === undefined) return {};
  const { linkToMessage: link = '' } = payload;
  return { source: { thread: findThread(activity, payload), link, isPrivate: true, message } };
}

/** Empty in chats. */
function findThread(activity: PersonActivity, { id, replyToId }: MessagePayload): string {
  const { team, channel } = activity.channelData ?? {};
  if (toScope(activity) !== 'channel' || id === undefined) return '';
  if (team?.id === undefined || channel?.id === undefined) return '';
  return toThreadRef({ team: team.id, channel: channel.id, root: replyToId ?? id, id });
}

/** A message's text, and whether it is addressed to the bot. */
export interface ParsedText {
  readonly isAddressedToBot: boolean;
  /** The text after the command word; undefined when the message is no command. */
  readonly command: string | undefined;
  readonly isEmpty: boolean;
}

/** Parses the text of a message. Only the text of a command leaves this function. */
export function parseText(activity: Activity): ParsedText {
  const own = findOwnMentions(activity);
  const text = toMessageText(activity.text ?? '', activity.textFormat, own);
  return {
    isAddressedToBot: toScope(activity) === 'personal' || own.length > 0,
    command: parseCommandText(text),
    isEmpty: text === '',
  };
}

function findOwnMentions({ entities, recipient }: Activity): readonly string[] {
  return (entities ?? []).flatMap((entity) =>
    entity?.type === 'mention' && entity.mentioned.id === recipient.id ? [entity.text] : [],
  );
}

/**
 * Parses a reply in a channel's thread, without its text; undefined for the first message of a thread
 * and outside channels. The thread's key is the conversation id, see `addresses.ts`.
 */
export function parseThreadMessage(
  activity: PersonActivity,
  tenant: string,
): InboundEvent | undefined {
  const { conversation, id, timestamp } = activity;
  const root = toThreadId(conversation.id);
  if (toScope(activity) !== 'channel' || root === undefined || root === id) return undefined;
  const sentAt = Date.parse(timestamp ?? '');
  // A message's id is the time of writing, ms UTC.
  const at = Number.isNaN(sentAt) ? Number(id) : sentAt;
  if (!Number.isSafeInteger(at)) return undefined;
  return toInboundEvent(activity, { kind: 'message', thread: conversation.id, at }, tenant);
}

/**
 * Parses the values of a submission, one for each field of the form: moments in ms UTC, entered in
 * the form's zone (UTC without one); people as accounts of this tenant. An empty, missing or
 * malformed value is null, for a tick false.
 *
 * @param inputs - the data of the submit action, which has the inputs by id
 */
export function parseFormValues(
  data: SubmitData,
  inputs: unknown,
  tenant: string,
): Readonly<Record<string, FieldValue>> {
  const zone = zoneOrUtc(data.zone);
  const entries = fromFormState(data.carried).fields.map((field): [string, FieldValue] => [
    field.name,
    parseValue(field, inputs, zone, tenant),
  ]);
  return Object.fromEntries(entries);
}

/** Null when nothing was entered; no number when only the date or only the time was: then it is no moment. */
function parseMoment(date: string, time: string, zone: string): number | null {
  const isHalf = (date === '') !== (time === '');
  return isHalf ? Number.NaN : parseDateInputs(date, time, zone);
}

function parseValue(field: Field, inputs: unknown, zone: string, tenant: string): FieldValue {
  const ids = toInputIds(field.name);
  const value = readInput(inputs, ids.value);
  switch (field.kind) {
    case 'text':
    case 'choice':
      return value === '' ? null : value;
    case 'moment':
      return parseMoment(readInput(inputs, ids.date), readInput(inputs, ids.time), zone);
    case 'tick':
      return value === 'true';
    case 'person':
      return isObjectId(value) ? { platform: 'teams', workspace: tenant, userId: value } : null;
  }
}
