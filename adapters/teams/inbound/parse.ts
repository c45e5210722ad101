import { randomUUID } from 'node:crypto';
import type { Account, KnownAccount } from '../../../src/domain/organisation/person.js';
import type { EventPayload, InboundEvent } from '../../../src/ports/intake.js';
import { isZone } from '../../shared/dates.js';
import { toThreadId } from '../addresses.js';
import { EXTENSION_COMMANDS, isExtensionCommand } from '../app-definition.js';
import type { ActionData } from '../render/action-data.js';

import { parseFormValues } from './form-values.js';
import { htmlToPlainText, parseCommandText, toSpokenText } from './message-text.js';
import { type Activity, extensionValue, type PersonActivity } from './payloads.js';

/** Where a conversation takes place. */
export type Scope = 'personal' | 'channel' | 'groupChat';

/**
 * The scope of an activity's conversation. What is no chat with us alone is for others to read: two
 * people's chat is called `personal` as well, but has an id like a group's.
 */
export function toScope({ conversation: { id, conversationType } }: Activity): Scope {
  if (conversationType === 'channel') return 'channel';
  return conversationType === 'personal' && !id.startsWith('19:') ? 'personal' : 'groupChat';
}

/** Whether a bot sent it, we ourselves among them: their ids begin with 28. */
export function isFromBot({ from, recipient }: Activity): boolean {
  if (from === undefined) return false;
  return from.id.startsWith('28:') || from.role === 'bot' || from.id === recipient.id;
}

export function isFromPerson(activity: Activity): activity is PersonActivity {
  return activity.from?.aadObjectId !== undefined;
}

/** The account of who did it. */
export function toAccount({ from }: PersonActivity, tenant: string): Account {
  return { platform: 'teams', workspace: tenant, userId: from.aadObjectId };
}

/**
 * What is needed to write to the person unasked: their chat with us. Null for what happened
 * elsewhere. A message extension is used in chats of others, which look the same.
 */
export function toPersonalReference(activity: PersonActivity): KnownAccount['reference'] {
  if (toScope(activity) !== 'personal' || isOfExtension(activity)) return null;
  const { serviceUrl, conversation, from } = activity;
  return { serviceUrl, conversation: conversation.id, user: from.id };
}

/** Whether the message extension was used, which people do in any conversation of theirs. */
export function isOfExtension({ name }: Activity): boolean {
  return name?.startsWith('composeExtension/') ?? false;
}

/** A gesture with what its activity says of the person. */
export function toInboundEvent(
  activity: PersonActivity,
  payload: EventPayload,
  tenant: string,
): InboundEvent {
  return {
    eventId: eventIdOf(activity),
    account: toAccount(activity, tenant),
    displayName: activity.from.name ?? null,
    zone: findZone(activity),
    reference: toPersonalReference(activity),
    // Without a chat of theirs the app may not be installed for them.
    needsReference: true,
    payload,
  };
}

/**
 * An activity's id is unique in its conversation only: that of a message is the time it was written.
 * With the person, for nobody's gesture is ever another's.
 */
function eventIdOf({ conversation, from, id, timestamp }: PersonActivity): string {
  return `${from.aadObjectId}/${conversation.id}/${id ?? timestamp ?? randomUUID()}`;
}

/** The zone the person's client says it is in; null when it says none, or none there is. */
export function findZone({ localTimezone, entities }: Activity): string | null {
  const told = entities?.find((entity) => entity?.type === 'clientInfo');
  const said = [localTimezone, told?.type === 'clientInfo' ? told.timezone : undefined];
  return said.find((zone) => zone !== undefined && isZone(zone)) ?? null;
}

/**
 * What an action of ours asks for. The event id of a form is the person's with the submission id we
 * gave it, so that sending it again after a lost answer is the same event.
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
      const payload: EventPayload = { kind: 'submission', form, context, values };
      const eventId = `${activity.from.aadObjectId}/${submission}`;
      return { ...toInboundEvent(activity, payload, tenant), eventId };
    }
    case 'open':
      return toInboundEvent(activity, { kind: 'command', text: data.text }, tenant);
  }
}

/**
 * Reads a call of the message extension; undefined for a command that is not ours. On a message it
 * carries the link to the message and its text.
 */
export function parseExtension(activity: PersonActivity, tenant: string): InboundEvent | undefined {
  const called = extensionValue.safeParse(activity.value).data;
  if (called === undefined || !isExtensionCommand(called.commandId)) return undefined;
  const { text } = EXTENSION_COMMANDS[called.commandId];
  const words = text === '' ? quoted(called.messagePayload) : text;
  return toInboundEvent(activity, { kind: 'command', text: words }, tenant);
}

type MessagePayload = NonNullable<ReturnType<typeof extensionValue.parse>['messagePayload']>;

function quoted(message: MessagePayload | undefined): string {
  const { content = '', contentType } = message?.body ?? {};
  const text = contentType === 'text' ? content.trim() : htmlToPlainText(content);
  const link = message?.linkToMessage ?? '';
  // The link comes first: what is too long for the form is cut at the end.
  return [link, text].filter((part) => part !== '').join('\n\n');
}

/** What a person wrote, and whether they wrote it to us. */
export interface SpokenText {
  readonly isAddressedToBot: boolean;
  /** What stands behind the command; undefined when they wrote none. */
  readonly command: string | undefined;
  readonly isEmpty: boolean;
}

/** Reads a message; its text goes no further than the words behind a command. */
export function parseSpokenText(activity: Activity): SpokenText {
  const own = ownMentions(activity);
  const text = toSpokenText(activity.text ?? '', activity.textFormat, own);
  return {
    isAddressedToBot: toScope(activity) === 'personal' || own.length > 0,
    command: parseCommandText(text),
    isEmpty: text === '',
  };
}

function ownMentions({ entities, recipient }: Activity): readonly string[] {
  return (entities ?? []).flatMap((entity) =>
    entity?.type === 'mention' && entity.mentioned.id === recipient.id ? [entity.text] : [],
  );
}

/**
 * Reads what a person wrote in a channel's thread, without its text; undefined for what begins a
 * thread, and outside of channels. The thread's key is the conversation's id, see `addresses.ts`.
 */
export function parseMessage(activity: PersonActivity, tenant: string): InboundEvent | undefined {
  const { conversation, id, timestamp } = activity;
  const root = toThreadId(conversation.id);
  if (toScope(activity) !== 'channel' || root === undefined || root === id) return undefined;
  const at = Date.parse(timestamp ?? '');
  // A message's id is the time it was written, ms UTC.
  const written = Number.isNaN(at) ? Number(id) : at;
  if (!Number.isSafeInteger(written)) return undefined;
  return toInboundEvent(
    activity,
    { kind: 'message', thread: conversation.id, at: written },
    tenant,
  );
}
