import { NotPossible } from '../../not-possible.js';
import { isTaken } from '../bot-link.js';
import { escapeText } from '../markup.js';
import { slashPayload } from '../payloads.js';
import { Refusal } from '../refusal.js';
import { respond } from '../response-urls.js';
import type { Message } from '../types.js';
import { modalsOf } from '../views.js';
import { messageIn, type SlashOutcome, slashFailure } from './outcomes.js';
import { actor, type Parts, placeOf, responseUrlFor, settle } from './parts.js';

/** The app's one slash command. */
const COMMAND = '/complaint';

/**
 * A person types a slash command. Works in channels the bot is not in, as in Slack.
 *
 * @throws NotPossible for a command the workspace does not have, a channel the person is not in, or an
 *   archived channel.
 */
export async function slash(
  parts: Parts,
  input: { user: string; channel: string; command: string; text: string },
): Promise<SlashOutcome> {
  const { core } = parts;
  const user = actor(core, input.user).id;
  const channel = placeOf(core, user, input.channel);
  if (input.command !== COMMAND) throw new NotPossible(`${input.command} is not a valid command.`);
  if (channel.archived) throw new NotPossible(`#${channel.name} is archived.`);
  const trigger = parts.triggers.issue(user);
  const back = responseUrlFor(parts, { user, channel: channel.id });
  const text = escapeText(input.text.trim());
  const payload = slashPayload(core, {
    user,
    channel,
    command: COMMAND,
    text,
    trigger,
    responseUrl: back.url,
  });
  const since = core.nextTs();
  const answer = await parts.bot.ask({ type: 'slash_commands', payload });
  if (!isTaken(answer)) {
    return { status: 'failed', error: slashFailure(COMMAND, answer, parts.bot.bySocket()) };
  }
  const body = messageIn(answer);
  try {
    if (body) respond(core, { user, channel: channel.id }, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 'failed', error: `${COMMAND} failed with the error "${error.message}"` };
  }
  const done = () => body !== undefined || parts.triggers.isSpent(trigger) || back.isUsed();
  await settle(core, done, parts.settleMs);
  return { status: 'ok', ...seen(parts, user, since, parts.triggers.isSpent(trigger)) };
}

/** The newest message for this person alone since `since`, and the modal if one was opened. */
export function seen(
  parts: Parts,
  user: string,
  since: string,
  opened: boolean,
): Pick<SlashOutcome, 'ephemeral' | 'modal'> {
  const modal = opened ? modalsOf(parts.core, user).at(-1) : undefined;
  const own = (item: Message) => item.ephemeralTo === user && item.ts > since;
  const ephemeral = parts.core.state.ephemerals.filter(own).at(-1);
  return { ...(ephemeral ? { ephemeral } : {}), ...(modal ? { modal } : {}) };
}
