import { BOT, CHANNELS, PEOPLE } from '../slack/seed.js';
import type { EntryValues, Message, SlackWorkspace, View } from '../slack/server.js';
import {
  type Entries,
  type Hands,
  MissingChoice,
  NoAnswer,
  objectsIn,
  referencesIn,
  type TeamCard,
  textOf,
  untilSeen,
  type Who,
} from './user-driver.js';

/** People at work in the Slack workspace. */
export function slackHands(slack: SlackWorkspace): Hands {
  const fromBot = (who: Who) => slack.dm(PEOPLE[who]).filter(isFromBot).map(textOf);
  return {
    isBusy: (who) => slack.modals(PEOPLE[who]).length > 0,
    nameOf: (who) => slack.person(PEOPLE[who])?.realName ?? who,
    report: (who, entries) => report(slack, PEOPLE[who], entries),
    reported: (who, words) => referencesIn(fromBot(who), words),
    told: (who, words) => fromBot(who).some((text) => text.includes(words)),
    card: (reference) => {
      const head = headOf(slack, reference);
      return head && cardOf(slack, head, reference);
    },
  };
}

function isFromBot({ user }: Message): boolean {
  return user === BOT.userId;
}

async function report(slack: SlackWorkspace, user: string, entries: Entries): Promise<void> {
  await withForm(slack, user, async () => {
    const typed = await slack.slash(user, CHANNELS.general, '/complaint', '');
    if (typed.status === 'failed') throw new NoAnswer('the command was not taken');
    const form = await formOf(slack, user);
    const category = String(entries.category);
    const choices = [...objectsIn(form.blocks)].map(({ value }) => value);
    if (!choices.includes(category)) throw new MissingChoice(category);
    await send(slack, user, form, entries);
  });
}

/** Does something with a form, and closes whatever of it is left. */
async function withForm(
  slack: SlackWorkspace,
  user: string,
  use: () => Promise<void>,
): Promise<void> {
  try {
    await use();
  } finally {
    const left = slack.modals(user).at(-1);
    if (left !== undefined) await slack.closeModal(user, left.id, true);
  }
}

function formOf(slack: SlackWorkspace, user: string): Promise<View> {
  return untilSeen(() => slack.modals(user).at(-1), 'the form did not open');
}

async function send(
  slack: SlackWorkspace,
  user: string,
  form: View,
  entries: Entries,
): Promise<void> {
  const sent = await slack.submit(user, form.id, valuesOf(entries));
  if (sent.status === 'failed') throw new NoAnswer('the form was not taken');
  if (sent.errors !== undefined) throw new Error(Object.values(sent.errors).join(' '));
}

/** A moment is entered in whole seconds (Slack: "Datetime picker element"). */
function valuesOf(entries: Entries): EntryValues {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [
      name,
      typeof entry === 'string' ? entry : Math.floor(entry.moment / 1000),
    ]),
  );
}

/** The bot's post in a channel that has buttons for this complaint. */
function headOf(slack: SlackWorkspace, reference: string): Message | undefined {
  return slack.state.channels
    .filter(({ kind }) => kind !== 'im')
    .flatMap(({ id }) => slack.messages(id))
    .filter((one) => isFromBot(one) && (one.thread_ts ?? one.ts) === one.ts)
    .find((one) => hasButton(one, 'details', reference));
}

function hasButton({ blocks }: Message, action: string, reference: string): boolean {
  return [...objectsIn(blocks)].some(
    ({ type, action_id: id, value }) => type === 'button' && id === action && value === reference,
  );
}

function cardOf(slack: SlackWorkspace, head: Message, reference: string): TeamCard {
  const at = { channel: head.channel, ts: head.ts };
  const now = () => headOf(slack, reference);
  const press = async (who: Who, action: string): Promise<void> => {
    const pressed = await slack.press(PEOPLE[who], at, action);
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
      withForm(slack, PEOPLE[who], async () => {
        await press(who, action);
        await send(slack, PEOPLE[who], await formOf(slack, PEOPLE[who]), entries);
      }),
    reply: async (who, text) => {
      await slack.write(PEOPLE[who], at.channel, text, at.ts);
    },
  };
}
