import { isObject, type JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import { invokeActivity, valueActivity } from '../activities.js';
import { isTaken } from '../bot-link.js';
import type { PlacedAction } from '../cards/walk.js';
import type { Where } from '../directory.js';
import { CARD_TYPE } from '../message-content.js';
import { findMessage } from '../messages.js';
import type { Inputs, MessageAt, WhichAction } from '../tenant.js';
import type { Message, Person } from '../types.js';
import { type InvokeAnswer, readActionAnswer, readTaskAnswer } from './answers.js';
import { chooseAction } from './choose-action.js';
import { openDialog } from './dialogs.js';
import { entered, refusals, sentData } from './entries.js';
import { type PressOutcome, UNREACHABLE, WENT_WRONG } from './outcomes.js';
import { actor, botIsIn, type Parts, placeOf } from './parts.js';

/** A button that was pressed, by whom, where, with what in the inputs. */
interface Press {
  person: Person;
  where: Where;
  message: Message;
  action: JsonObject;
  data: JsonObject;
}

/** The card a person sees in a message: their own, or everybody's. */
function cardFor(parts: Parts, person: Person, message: Message): JsonObject {
  const own = parts.core.state.ownCards[person.id]?.[message.id];
  const card = own ?? message.attachments.find((one) => one.contentType === CARD_TYPE)?.content;
  if (!isObject(card)) throw new NotPossible('There is no card in that message.');
  return card;
}

/** Does what the bot's answer says. */
function show(parts: Parts, press: Press, answer: InvokeAnswer): PressOutcome {
  const { core } = parts;
  const { person, message } = press;
  switch (answer.kind) {
    case 'failed':
      return answer.outcome;
    case 'message':
      return { status: 'ok', message: answer.words };
    case 'nothing':
      return { status: 'ok' };
    case 'card':
      core.state.ownCards[person.id] = {
        ...core.state.ownCards[person.id],
        [message.id]: answer.card,
      };
      core.touch({ kind: 'message', chat: message.chat, user: person.id });
      return { status: 'ok', card: answer.card };
    case 'dialog': {
      const origin = { conversation: message.conversation, activity: message.id };
      const source = { source: 'task', origin } as const;
      return { status: 'ok', dialog: openDialog(core, person.id, source, answer.content) };
    }
  }
}

async function execute(parts: Parts, press: Press): Promise<PressOutcome> {
  const { title, verb, id } = press.action;
  const action = { type: 'Action.Execute', title, verb, ...(id ? { id } : {}), data: press.data };
  const activity = invokeActivity(parts, press.person, press.where, {
    name: 'adaptiveCard/action',
    value: { action, trigger: 'manual' },
    replyToId: press.message.id,
  });
  return show(parts, press, readActionAnswer(parts.core, await parts.bot.ask(activity)));
}

async function fetchTask(parts: Parts, press: Press): Promise<PressOutcome> {
  const activity = invokeActivity(parts, press.person, press.where, {
    name: 'task/fetch',
    value: { data: press.data, context: { theme: 'default' } },
    replyToId: press.message.id,
  });
  const answer = readTaskAnswer(parts.core, await parts.bot.ask(activity));
  if (answer.kind !== 'nothing') return show(parts, press, answer);
  return { status: 'failed', error: WENT_WRONG, reasons: ['an empty answer opens no dialog'] };
}

/** What a button without an answer of its own sends: a message; the person sees only that it went. */
async function sendValue(parts: Parts, press: Press): Promise<PressOutcome> {
  const sent = { value: press.data, replyToId: press.message.id };
  const answer = await parts.bot.ask(valueActivity(parts, press.person, press.where, sent));
  if (isTaken(answer)) return { status: 'ok' };
  return { status: 'failed', error: answer.kind === 'answered' ? WENT_WRONG : UNREACHABLE };
}

function isFetch(action: JsonObject): boolean {
  const data = isObject(action.data) ? action.data : {};
  return isObject(data.msteams) && data.msteams.type === 'task/fetch';
}

function run(parts: Parts, press: Press): Promise<PressOutcome> {
  switch (press.action.type) {
    case 'Action.Execute':
      return execute(parts, press);
    case 'Action.Submit':
      return isFetch(press.action) ? fetchTask(parts, press) : sendValue(parts, press);
    default:
      // links, cards that open inside and the like stay in the client
      return Promise.resolve({ status: 'ok' });
  }
}

function checked(
  parts: Parts,
  placed: PlacedAction,
  inputs: Inputs,
): { data: JsonObject } | { outcome: PressOutcome } {
  const held = entered(parts.core, placed.inputs, {}, inputs);
  const refused = Object.values(refusals(placed.action, placed.inputs, held));
  if (refused.length > 0) return { outcome: { status: 'failed', error: refused.join(' ') } };
  return { data: sentData(placed.action, placed.inputs, held) };
}

/**
 * A person uses a button of a message's card.
 *
 * @throws NotPossible when the message, the card or the button is not there, or the channel is archived.
 */
export async function press(
  parts: Parts,
  input: { user: string; message: MessageAt; which: WhichAction; inputs: Inputs },
): Promise<PressOutcome> {
  const { core } = parts;
  const person = actor(core, input.user);
  const where = placeOf(core, person, input.message.conversation);
  const message = findMessage(core, where.chat, input.message.activity);
  if (!message) throw new NotPossible('That message is gone.');
  const placed = chooseAction(cardFor(parts, person, message), input.which);
  // Teams keeps the card of an app that was removed, its buttons reach nobody
  if (!botIsIn(where)) return { status: 'failed', error: UNREACHABLE };
  const result = checked(parts, placed, input.inputs);
  if ('outcome' in result) return result.outcome;
  const thread: Where = { ...where, id: message.conversation };
  return run(parts, { person, where: thread, message, action: placed.action, data: result.data });
}
