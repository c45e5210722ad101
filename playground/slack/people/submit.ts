import { isObject, type JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import { checkedView } from '../api/views.js';
import { isTaken } from '../bot-link.js';
import { clientRefusals, enter, responseUrlChoices } from '../entry.js';
import { type Placed, placedElements } from '../interactive.js';
import { closedPayload, submissionPayload } from '../payloads.js';
import { Refusal } from '../refusal.js';
import type { View } from '../types.js';
import { closeModal, modalsOf, pushModal, updateView } from '../views.js';
import { NO_ANSWER_MODAL, type SubmitOutcome } from './outcomes.js';
import { actor, type Parts, responseUrlFor } from './parts.js';

/**
 * What a person enters: by block id (or the action id, or the label) the value, or by block id and
 * action id as Slack nests them. Values as {@link enter} takes them.
 */
export type EntryValues = Record<string, unknown>;

/**
 * The open view with this id, on top of the person's modal.
 *
 * @throws NotPossible when it is not open or lies beneath another.
 */
export function openView(parts: Parts, user: string, viewId: string): View {
  const top = modalsOf(parts.core, user).at(-1);
  if (!top || top.id !== viewId) throw new NotPossible(`The modal ${viewId} is not open.`);
  return top;
}

function labelOf(placed: Placed): string | undefined {
  const { label } = placed.block;
  return isObject(label) ? String(label.text) : undefined;
}

function targets(view: View, name: string): Placed[] {
  const all = placedElements(view.blocks);
  const byBlock = all.filter((placed) => placed.blockId === name);
  if (byBlock.length > 0) return byBlock;
  return all.filter((placed) => placed.actionId === name || labelOf(placed) === name);
}

/** Enters values into a view's elements; they stay there until the view closes. */
export function enterAll(view: View, values: EntryValues): void {
  for (const [name, value] of Object.entries(values)) {
    const found = targets(view, name);
    if (found.length === 0) throw new NotPossible(`There is no field "${name}" in this modal.`);
    for (const placed of found) enterOne(view, placed, value, found.length > 1);
  }
}

function enterOne(view: View, placed: Placed, value: unknown, several: boolean): void {
  const nested = isObject(value) && placed.actionId in value;
  if (several && !nested) return;
  const entered = nested ? (value as JsonObject)[placed.actionId] : value;
  view.state.values[placed.blockId] = {
    ...view.state.values[placed.blockId],
    [placed.actionId]: enter(placed.element, entered),
  };
}

function responseUrls(parts: Parts, user: string, view: View): JsonObject[] {
  return responseUrlChoices(view).map(({ block, action, to }) => ({
    block_id: block,
    action_id: action,
    channel_id: to,
    response_url: responseUrlFor(parts, { user, channel: to }).url,
  }));
}

/**
 * A person sends a modal. What Slack's client itself refuses (required fields, lengths) is refused
 * here too, without asking the bot. What was entered stays until the view closes.
 *
 * @throws NotPossible when the modal is not open, or has no such field or choice.
 */
export async function submit(
  parts: Parts,
  input: { user: string; viewId: string; values: EntryValues },
): Promise<SubmitOutcome> {
  const { core, triggers } = parts;
  const user = actor(core, input.user).id;
  const view = openView(parts, user, input.viewId);
  enterAll(view, input.values);
  core.touch({ kind: 'modal', user });
  const refused = clientRefusals(view);
  if (Object.keys(refused).length > 0) return kept(view, 'errors', { errors: refused });
  const trigger = triggers.issue(user, view.id);
  const urls = responseUrls(parts, user, view);
  const payload = submissionPayload(core, { view, trigger, responseUrls: urls });
  const answer = await parts.bot.ask({ type: 'interactive', payload });
  if (!isTaken(answer)) return kept(view, 'failed', { error: NO_ANSWER_MODAL });
  try {
    return carryOut(parts, view, answer.body ?? {});
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return kept(view, 'failed', { error: `${NO_ANSWER_MODAL} (${error.message})` });
  }
}

function kept(view: View, status: SubmitOutcome['status'], more: Partial<SubmitOutcome>) {
  return { status, closed: false, modal: view, ...more };
}

/** Does what the bot's answer says: `errors`, `update`, `push`, `clear`, or nothing, which closes. */
function carryOut(parts: Parts, view: View, body: JsonObject): SubmitOutcome {
  const { core } = parts;
  switch (body.response_action) {
    case 'errors':
      return kept(view, 'errors', { errors: fieldErrors(view, body.errors) });
    case 'update':
      return kept(updateView(core, view, checkedView(body.view, 'modal')), 'updated', {});
    case 'push':
      return kept(pushModal(core, view.user, checkedView(body.view, 'modal')), 'pushed', {});
    case 'clear':
      return closed(parts, view, true);
    case undefined:
      return closed(parts, view, view.clear_on_close);
    default:
      throw new Refusal('invalid_response_action');
  }
}

function closed(parts: Parts, view: View, all: boolean): SubmitOutcome {
  // the bot may have opened another modal meanwhile; only what was sent goes away
  const top = modalsOf(parts.core, view.user).at(-1);
  if (top?.id === view.id) closeModal(parts.core, view.user, all);
  const below = modalsOf(parts.core, view.user).at(-1);
  return { status: 'closed', closed: true, ...(below ? { modal: below } : {}) };
}

/** Errors by block id; Slack takes only ids of input blocks that are there. */
function fieldErrors(view: View, value: unknown): Record<string, string> {
  const errors = isObject(value) ? value : {};
  const inputs = new Set(
    view.blocks.filter((block) => block.type === 'input').map((block) => String(block.block_id)),
  );
  const unknown = Object.keys(errors).filter((id) => !inputs.has(id));
  if (unknown.length > 0 || inputs.size === 0) {
    throw new Refusal('invalid_arguments', [`no input block ${unknown.join(', ')}`]);
  }
  return Object.fromEntries(Object.entries(errors).map(([id, words]) => [id, String(words)]));
}

/**
 * A person closes the view on top, or with `all` the whole modal. The bot is told when the view
 * asked for it (`notify_on_close`).
 *
 * @throws NotPossible when the modal is not open.
 */
export async function close(
  parts: Parts,
  input: { user: string; viewId: string; all?: boolean | undefined },
): Promise<void> {
  const { core } = parts;
  const user = actor(core, input.user).id;
  const view = openView(parts, user, input.viewId);
  const gone = closeModal(core, user, input.all === true || view.clear_on_close);
  const cleared = gone.length > 1;
  for (const one of gone.filter((item) => item.notify_on_close)) {
    await parts.bot.ask({ type: 'interactive', payload: closedPayload(core, one, cleared) });
  }
}
