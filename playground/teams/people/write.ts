import { NotPossible } from '../../not-possible.js';
import { editActivity, messageActivity } from '../activities.js';
import { threadId, type Where } from '../directory.js';
import { mentionsBot, withMentions } from '../mentions.js';
import { addMessage, changeMessage, findMessage } from '../messages.js';
import type { Message, Person } from '../types.js';
import type { WriteOutcome } from './outcomes.js';
import { actor, type Parts, placeOf } from './parts.js';

/** Longest message Teams' client sends, characters (about 28 KB). */
const LONGEST = 28_000;

function checkText(text: string): void {
  if (text.trim() === '') throw new NotPossible('There is nothing to send.');
  if (text.length > LONGEST) {
    throw new NotPossible('Your message is too large to send. Make it smaller, then try again.');
  }
}

/** Whether Teams tells the bot of a message. */
function isHeard(parts: Parts, where: Where, message: Message): boolean {
  if (where.kind === 'personal') return where.person.installed;
  const { installed, readsAll } = where.team;
  return installed && (readsAll || mentionsBot(parts.core, message.entities));
}

/** The conversation as the message's activity names it: the thread it is in. */
function inThread(where: Where, message: Message): Where {
  if (where.kind === 'personal') return where;
  return { ...where, id: threadId(where.chat, message.root), root: message.root };
}

function outcome(message: Message): WriteOutcome {
  return { status: 'ok', activity: message.id, conversation: message.conversation };
}

function target(parts: Parts, person: Person, conversation: string, thread?: string): Where {
  const { core } = parts;
  const where = placeOf(core, person, conversation);
  if (where.kind === 'personal') return where;
  if (where.channel.archived) throw new NotPossible(`${where.channel.name} is archived.`);
  const id = thread ?? where.root;
  if (id === undefined) return where;
  const found = findMessage(core, where.chat, id);
  if (!found) throw new NotPossible('The post this answers is gone.');
  return { ...where, root: found.root };
}

/**
 * A person writes a message; the bot is told as Teams would tell it, and again if it does not take it.
 *
 * @throws NotPossible for an empty or overlong text, an unknown or archived channel, or a post that is gone.
 */
export async function write(
  parts: Parts,
  input: { user: string; conversation: string; text: string; mention?: boolean; thread?: string },
): Promise<WriteOutcome> {
  const { core, events } = parts;
  const person = actor(core, input.user);
  checkText(input.text);
  const where = target(parts, person, input.conversation, input.thread);
  const typed = input.mention ? `@${core.state.botName} ${input.text}` : input.text;
  const message = addMessage(core, where, person.id, withMentions(core, typed));
  await core.saved();
  if (isHeard(parts, where, message)) {
    events.send(messageActivity(parts, person, inThread(where, message), message));
  }
  return outcome(message);
}

/**
 * A person edits their own message.
 *
 * @throws NotPossible when it is not theirs, or gone, or the new text will not do.
 */
export async function edit(
  parts: Parts,
  input: { user: string; conversation: string; activity: string; text: string },
): Promise<WriteOutcome> {
  const { core, events } = parts;
  const person = actor(core, input.user);
  checkText(input.text);
  const where = placeOf(core, person, input.conversation);
  const message = findMessage(core, where.chat, input.activity);
  if (message?.from !== person.id) throw new NotPossible('Only your own messages can be edited.');
  changeMessage(core, message, withMentions(core, input.text));
  await core.saved();
  if (isHeard(parts, where, message)) {
    events.send(editActivity(parts, person, inThread(where, message), message));
  }
  return outcome(message);
}
