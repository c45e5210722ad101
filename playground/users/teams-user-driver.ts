import { DateTime } from 'luxon';
import { CHANNELS, PEOPLE } from '../teams/seed.js';
import type { Dialog, Message, TeamsTenant } from '../teams/server.js';
import {
  type Entries,
  type Hands,
  MissingChoice,
  NoAnswer,
  objectsIn,
  referencesIn,
  type TeamCard,
  textOf,
  type Who,
} from './user-driver.js';

/** The message extension that opens the form (the app's manifest). */
const COMMAND = 'complaint';

/** People at work in the Teams tenant. */
export function teamsHands(teams: TeamsTenant): Hands {
  const fromBot = (who: Who) =>
    teams
      .personalChat(PEOPLE[who])
      .filter((one) => one.from === teams.botId)
      .map(textOf);
  return {
    isBusy: (who) => teams.dialogs(PEOPLE[who]).length > 0,
    nameOf: (who) => teams.person(PEOPLE[who])?.name ?? who,
    report: (who, entries) => report(teams, PEOPLE[who], entries),
    reported: (who, words) => referencesIn(fromBot(who), words),
    told: (who, words) => fromBot(who).some((text) => text.includes(words)),
    card: (reference) => {
      const head = headOf(teams, reference);
      return head && cardOf(teams, head, reference);
    },
  };
}

async function report(teams: TeamsTenant, user: string, entries: Entries): Promise<void> {
  await withDialog(teams, user, async () => {
    await teams.extension(user, COMMAND, { conversation: CHANNELS.general });
    const dialog = dialogOf(teams, user);
    const category = String(entries.category);
    const choices = [...objectsIn(dialog.card)].map(({ value }) => value);
    if (!choices.includes(category)) throw new MissingChoice(category);
    await send(teams, user, dialog, entries);
  });
}

/** Does something with a dialog, and closes whatever of it is left. */
async function withDialog(
  teams: TeamsTenant,
  user: string,
  use: () => Promise<void>,
): Promise<void> {
  try {
    await use();
  } finally {
    for (const { id } of teams.dialogs(user)) teams.closeDialog(user, id);
  }
}

/** The dialog that opened: in Teams it comes with the answer, or not at all. */
function dialogOf(teams: TeamsTenant, user: string): Dialog {
  const [dialog] = teams.dialogs(user);
  if (dialog === undefined) throw new NoAnswer('the form did not open');
  return dialog;
}

async function send(
  teams: TeamsTenant,
  user: string,
  dialog: Dialog,
  entries: Entries,
): Promise<void> {
  const sent = await teams.submit(user, dialog.id, inputsOf(teams, user, entries));
  if (sent.status === 'failed') throw new NoAnswer('the form was not taken');
  if (sent.errors !== undefined) throw new Error(Object.values(sent.errors).join(' '));
  // the same form again, with words about what is wrong in it
  if (sent.dialog !== undefined && asks(sent.dialog)) throw new Error('The form was refused.');
}

function asks({ card }: Dialog): boolean {
  return [...objectsIn(card)].some(({ type }) => String(type).startsWith('Input.'));
}

/** A moment is entered as date and time in the person's own zone. */
function inputsOf(teams: TeamsTenant, user: string, entries: Entries): Record<string, string> {
  const zone = teams.person(user)?.tz ?? 'UTC';
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      if (typeof entry === 'string') return [name, entry];
      return [name, DateTime.fromMillis(entry.moment, { zone }).toFormat('yyyy-MM-dd HH:mm')];
    }),
  );
}

/** The bot's post in a channel that has buttons for this complaint. */
function headOf(teams: TeamsTenant, reference: string): Message | undefined {
  return teams.state.teams
    .flatMap(({ channels }) => channels)
    .flatMap(({ id }) => teams.channelMessages(id))
    .filter((one) => one.from === teams.botId && one.root === one.id)
    .find((one) => hasButton(one, 'details', reference));
}

function hasButton({ attachments }: Message, action: string, reference: string): boolean {
  return [...objectsIn(attachments)].some(
    ({ kind, action: name, value }) => kind === 'press' && name === action && value === reference,
  );
}

function cardOf(teams: TeamsTenant, head: Message, reference: string): TeamCard {
  const at = { conversation: head.conversation, activity: head.id };
  const now = () => headOf(teams, reference);
  const press = async (who: Who, action: string): Promise<void> => {
    const pressed = await teams.press(PEOPLE[who], at, { action, value: reference });
    if (pressed.status === 'failed') throw new NoAnswer(`the button “${action}” was not taken`);
  };
  return {
    has: (action) => {
      const message = now();
      return message !== undefined && hasButton(message, action, reference);
    },
    says: (words) => textOf(now() ?? '').includes(words),
    press,
    fill: (who, action, entries) =>
      withDialog(teams, PEOPLE[who], async () => {
        await press(who, action);
        await send(teams, PEOPLE[who], dialogOf(teams, PEOPLE[who]), entries);
      }),
    reply: async (who, text) => {
      await teams.write(PEOPLE[who], at.conversation, text);
    },
  };
}
