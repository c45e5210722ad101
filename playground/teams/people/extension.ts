import { asString, type JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import { invokeActivity } from '../activities.js';
import { findPerson, type Where } from '../directory.js';
import { CARD_TYPE } from '../message-content.js';
import { findMessage } from '../messages.js';
import type { Core } from '../state.js';
import type { MessageAt } from '../tenant.js';
import type { Dialog, Message, Person } from '../types.js';
import { readTaskAnswer } from './answers.js';
import { openDialog } from './dialogs.js';
import { type DialogOutcome, WENT_WRONG } from './outcomes.js';
import { actor, type Parts, placeOf } from './parts.js';

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A message's text as Microsoft Graph gives it: HTML, mentions numbered. */
function htmlOf(message: Message): string {
  let number = -1;
  const marked = message.text.split(/<at>(.*?)<\/at>/s).map((part, index) => {
    if (index % 2 === 0) return escapeHtml(part);
    number += 1;
    return `<at id="${number}">${escapeHtml(part)}</at>`;
  });
  return `<p>${marked.join('').replaceAll('\n', '<br>')}</p>`;
}

function author(core: Core, message: Message): JsonObject {
  const person = findPerson(core, message.from);
  const user = person && {
    userIdentityType: 'aadUser',
    id: person.id,
    displayName: person.name,
  };
  const application = person
    ? null
    : { applicationIdentityType: 'bot', id: core.appId, displayName: core.state.botName };
  return { device: null, conversation: null, user: user ?? null, application };
}

/** The link "Copy link" gives for a message. */
function linkTo(core: Core, message: Message): string {
  const query = new URLSearchParams({ tenantId: core.state.tenantId });
  if (message.root !== message.id) query.set('parentMessageId', message.root);
  return `https://teams.microsoft.com/l/message/${message.chat}/${message.id}?${query}`;
}

/** A message as a message extension that was used on it carries it. */
export function messagePayload(core: Core, message: Message): JsonObject {
  const cards = message.attachments.map(({ content }, index) => ({
    id: String(index),
    contentType: CARD_TYPE,
    content: JSON.stringify(content),
  }));
  const edited = message.edited;
  return {
    linkToMessage: linkTo(core, message),
    id: message.id,
    replyToId: message.root === message.id ? null : message.root,
    createdDateTime: new Date(message.at).toISOString(),
    lastModifiedDateTime: edited === undefined ? null : new Date(edited).toISOString(),
    deleted: false,
    subject: null,
    summary: message.summary === '' ? null : message.summary,
    importance: 'normal',
    locale: 'en-us',
    body: { contentType: 'html', content: htmlOf(message) },
    from: author(core, message),
    reactions: [],
    mentions: mentionsOf(message),
    attachments: cards,
  };
}

function mentionsOf(message: Message): JsonObject[] {
  const mentions = message.entities.filter((entity) => entity.type === 'mention');
  return mentions.map((entity, id) => {
    const mentioned = entity.mentioned as JsonObject;
    return { id, mentionText: asString(mentioned.name) ?? '', mentioned };
  });
}

/** Where an extension is used, and on what. */
interface Use {
  where: Where;
  commandContext: NonNullable<Dialog['commandContext']>;
  message?: Message;
}

function useOf(
  core: Core,
  person: Person,
  input: { conversation?: string; message?: MessageAt },
): Use {
  const { conversation, message: at } = input;
  if (at) {
    const where = placeOf(core, person, at.conversation);
    const message = findMessage(core, where.chat, at.activity);
    if (!message) throw new NotPossible('That message is gone.');
    return { where: { ...where, id: message.conversation }, commandContext: 'message', message };
  }
  if (conversation === undefined) {
    return { where: placeOf(core, person, 'personal'), commandContext: 'commandBox' };
  }
  return { where: placeOf(core, person, conversation), commandContext: 'compose' };
}

/** Whether a person sees the app's extensions there: it is installed for them or in the team. */
function mayUse(person: Person, where: Where): boolean {
  return person.installed || (where.kind === 'channel' && where.team.installed);
}

/**
 * A person uses a message extension.
 *
 * @throws NotPossible when the app is not there for them, or the conversation or message is not.
 */
export async function extension(
  parts: Parts,
  input: { user: string; commandId: string; conversation?: string; message?: MessageAt },
): Promise<DialogOutcome> {
  const { core } = parts;
  const person = actor(core, input.user);
  const { where, commandContext, message } = useOf(core, person, input);
  if (!mayUse(person, where)) {
    throw new NotPossible(`${person.name} does not have the app ${core.state.botName}.`);
  }
  const { commandId } = input;
  const value = {
    commandId,
    commandContext,
    context: { theme: 'default' },
    ...(message ? { messagePayload: messagePayload(core, message) } : {}),
  };
  const sent = { name: 'composeExtension/fetchTask', value };
  const answer = readTaskAnswer(
    core,
    await parts.bot.ask(invokeActivity(parts, person, where, sent)),
  );
  if (answer.kind === 'failed') return answer.outcome;
  if (answer.kind !== 'dialog') {
    return { status: 'failed', error: WENT_WRONG, reasons: ['an empty answer opens no dialog'] };
  }
  const origin = { conversation: where.id, ...(message ? { activity: message.id } : {}) };
  const source = { source: 'extension', commandId, commandContext, origin } as const;
  return { status: 'ok', dialog: openDialog(core, person.id, source, answer.content) };
}
