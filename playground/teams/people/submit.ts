import type { JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import { invokeActivity } from '../activities.js';
import type { PlacedAction } from '../cards/walk.js';
import { type Where, whereIs } from '../directory.js';
import { findMessage } from '../messages.js';
import type { Inputs, WhichAction } from '../tenant.js';
import type { Dialog, Person } from '../types.js';
import { type InvokeAnswer, readTaskAnswer } from './answers.js';
import { chooseAction, chooseSubmit } from './choose-action.js';
import { closeDialog, openDialog, openedDialog } from './dialogs.js';
import { entered, refusals, sentData } from './entries.js';
import { messagePayload } from './extension.js';
import type { SubmitOutcome } from './outcomes.js';
import { actor, type Parts } from './parts.js';

/** What the bot is told: as the dialog was opened, so its answers go back. */
function activityFor(parts: Parts, person: Person, dialog: Dialog, data: JsonObject): JsonObject {
  const { core } = parts;
  const { conversation, activity } = dialog.origin;
  const where = whereIs(core, conversation);
  if (!where) throw new NotPossible('The conversation this dialog belongs to is gone.');
  const context = { theme: 'default' };
  if (dialog.source === 'task') {
    return invokeActivity(parts, person, where, {
      name: 'task/submit',
      value: { data, context },
      ...(activity === undefined ? {} : { replyToId: activity }),
    });
  }
  const { commandId, commandContext } = dialog;
  return invokeActivity(parts, person, where, {
    name: 'composeExtension/submitAction',
    value: { commandId, commandContext, ...payload(parts, where, activity), data, context },
  });
}

function payload(parts: Parts, where: Where, activity: string | undefined): JsonObject {
  const message = activity ? findMessage(parts.core, where.chat, activity) : undefined;
  return message ? { messagePayload: messagePayload(parts.core, message) } : {};
}

/** Does what the bot's answer says. */
function carryOut(parts: Parts, dialog: Dialog, answer: InvokeAnswer): SubmitOutcome {
  const { core } = parts;
  switch (answer.kind) {
    case 'failed':
      return { ...answer.outcome, status: 'failed', closed: false, dialog };
    case 'dialog': {
      const shown = openDialog(core, dialog.user, dialog, answer.content);
      return { status: 'ok', closed: false, dialog: shown };
    }
    default:
      closeDialog(core, dialog);
      return { status: 'ok', closed: true };
  }
}

async function send(
  parts: Parts,
  input: { person: Person; dialog: Dialog; placed: PlacedAction; inputs: Inputs },
): Promise<SubmitOutcome> {
  const { core } = parts;
  const { person, dialog, placed } = input;
  const held = entered(core, placed.inputs, dialog.values, input.inputs);
  dialog.values = { ...dialog.values, ...held };
  core.touch({ kind: 'dialog', user: person.id });
  const errors = refusals(placed.action, placed.inputs, held);
  if (Object.keys(errors).length > 0) return { status: 'invalid', closed: false, dialog, errors };
  if (placed.action.type !== 'Action.Submit') return { status: 'ok', closed: false, dialog };
  const data = sentData(placed.action, placed.inputs, held);
  const answer = await parts.bot.ask(activityFor(parts, person, dialog, data));
  return carryOut(parts, dialog, readTaskAnswer(core, answer));
}

/**
 * A person fills in their open dialog and sends it. What Teams' client itself refuses (required fields,
 * lengths, forms) is refused here too, without asking the bot. What was entered stays while it is open.
 *
 * @throws NotPossible when the dialog is not open, or has no such field or choice.
 */
export async function submit(
  parts: Parts,
  input: { user: string; dialogId: string; inputs: Inputs },
): Promise<SubmitOutcome> {
  const person = actor(parts.core, input.user);
  const dialog = openedDialog(parts.core, person.id, input.dialogId);
  const placed = chooseSubmit(dialog.card);
  return send(parts, { person, dialog, placed, inputs: input.inputs });
}

/**
 * A person uses another button of their open dialog; what they entered is sent along.
 *
 * @throws NotPossible when the dialog is not open, or has no such button, field or choice.
 */
export async function pressInDialog(
  parts: Parts,
  input: { user: string; dialogId: string; which: WhichAction; inputs: Inputs },
): Promise<SubmitOutcome> {
  const person = actor(parts.core, input.user);
  const dialog = openedDialog(parts.core, person.id, input.dialogId);
  const placed = chooseAction(dialog.card, input.which);
  return send(parts, { person, dialog, placed, inputs: input.inputs });
}
