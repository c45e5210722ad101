import { DateTime } from 'luxon';
import { nextWorkingDay } from '../../playground/samples/next-working-day.js';
import type { Entries, Moment } from '../../playground/users/user-driver.js';
import { type PageUser, until, ZONE } from './page-user.js';

/** The entries of a complaint's form; the description is typed with the command. */
export type ComplaintEntries = Entries & { readonly description: string };

export const BILL: ComplaintEntries = {
  description: 'Charged twice in March',
  complainant: 'Mrs Smith',
  desiredOutcome: 'Money back and an apology',
  category: 'A wrong bill',
};

export const REPAIR: ComplaintEntries = {
  description: 'The boiler was to be mended on Monday, and nobody came',
  complainant: 'Mr O’Neil',
  desiredOutcome: 'A date that is kept',
  category: 'A late repair',
};

/** More jumps of the clock than any reminder of these tests needs. */
const MAX_JUMPS = 15;
/** Longer than the bot needs to restart on a busy machine, real ms. */
const CLOCK_MS = 40_000;

/** Types the command and waits for the form, which has the words in it. */
export async function openComplaintForm(user: PageUser, words: string): Promise<void> {
  if (user.platform === 'Slack') await user.sendMessage(`/complaint ${words}`);
  else {
    // each answer has a button of its own, and older ones are still there
    const openers = user.messages.getByRole('button', { name: 'Open the form', exact: true });
    const before = await openers.count();
    await user.sendMessage(`complaint ${words}`);
    await until(async () => (await openers.count()) > before, 'the answer with the button');
    await user.pressButton('Open the form');
  }
  await user.waitForForm('New complaint');
}

/** Fills in the form of a complaint, except for the description from the command. */
export async function fillInComplaint(user: PageUser, complaint: ComplaintEntries): Promise<void> {
  const { description: _, ...entries } = complaint;
  await user.fillIn(entries);
}

/** The question whether a complaint is one of those that are known. */
export const KNOWN = 'Is it one of these?';

/** Records the open form’s complaint; asked whether it is known already, one says that it is a new one. */
export async function recordAsNew(user: PageUser): Promise<void> {
  const form = user.page.getByRole('dialog', { name: 'New complaint' });
  const question = form.getByText(KNOWN).first();
  if (!(await question.isVisible())) {
    await user.pressInForm('Record');
    await until(
      async () => (await question.isVisible()) || !(await form.isVisible()),
      'what comes after Record',
    );
  }
  if (await question.isVisible()) await user.pressInForm('Record');
  await form.waitFor({ state: 'hidden' });
  if (await user.form.isVisible()) await user.closeForm();
}

/** Files a complaint from the open conversation. Returns its reference. */
export async function fileComplaint(user: PageUser, complaint: ComplaintEntries): Promise<string> {
  await openComplaintForm(user, complaint.description);
  await fillInComplaint(user, complaint);
  await recordAsNew(user);
  await user.openConversation('Redress');
  await user.waitForText(complaint.description);
  const findReference = async (): Promise<string | undefined> =>
    /C-\d+/.exec(await user.findMessage(complaint.description).innerText())?.[0];
  // The conversation before, where the words were typed, may be there for a moment.
  await until(async () => (await findReference()) !== undefined, 'the reference on the card');
  return (await findReference()) ?? '';
}

/** Takes the newest complaint of the open channel. */
export async function takeComplaint(user: PageUser, name: string): Promise<void> {
  await user.pressButton('Take it');
  await user.waitForText(new RegExp(`With @?${name}`));
}

/** Records that the complainant was told. */
export async function acknowledge(user: PageUser): Promise<void> {
  await user.openForm('Record acknowledgement');
  await user.fillIn({ means: 'Phone', words: 'We have it, and Dev looks after it.' });
  await user.submitForm('Record');
}

/** The bot's time as the page fetches it, ms UTC. */
export async function fetchBotTime(user: PageUser): Promise<number> {
  const answer = await user.page.evaluate(async () => (await fetch('/lab/clock')).text());
  return (JSON.parse(answer) as { now: number }).now;
}

/** Three in the afternoon, this many days after the bot's time or on the next working day after that. */
export async function afternoonIn(user: PageUser, days: number): Promise<Moment> {
  const now = DateTime.fromMillis(await fetchBotTime(user), { zone: ZONE });
  return { moment: nextWorkingDay(now.plus({ days: days - 1 }).toMillis(), 15) };
}

/** Fills in the open form of a promise. */
export async function fillInPromise(user: PageUser, what: string, dueAt: Moment): Promise<void> {
  await user.fillIn({ what, dueAt, basis: 'It is in the rota' });
}

/** Records a promise for this many days later. */
export async function recordPromise(user: PageUser, what: string, days = 4): Promise<void> {
  await user.openForm('Record a promise');
  await fillInPromise(user, what, await afternoonIn(user, days));
  await user.submitForm('Record');
  await user.waitForText(what);
}

/** So often in a row the clock announces the same: what was pressed before has had its effect. */
const SAME_READINGS = 20;

/** Waits until the clock announces what comes next after all that was pressed. */
async function waitForAnnouncement(user: PageUser): Promise<void> {
  let [last, count] = ['', 0];
  await until(async () => {
    const shown = await user.readNextNudge();
    count = shown === last ? count + 1 : 1;
    last = shown;
    return count >= SAME_READINGS;
  }, 'the clock announces the same for a while');
}

/**
 * Moves the clock from nudge to nudge until the one that the clock announces with `next`, and waits until
 * the open conversation has `text`.
 */
export async function moveClockUntil(user: PageUser, next: RegExp, text: RegExp): Promise<void> {
  await waitForAnnouncement(user);
  for (let jumps = 0; jumps < MAX_JUMPS; jumps += 1) {
    const announced = await user.readNextNudge();
    await moveClockPast(user, announced);
    if (next.test(announced)) return user.waitForText(text);
  }
  throw new Error(`The clock announced nothing like ${next} in ${MAX_JUMPS} jumps.`);
}

/** Presses as a person does, again when nothing moved: the bot may have been away at that moment. */
async function moveClockPast(user: PageUser, announced: string): Promise<void> {
  const isPast = async () => (await user.readNextNudge()) !== announced;
  await until(
    async () => {
      if (await isPast()) return true;
      await user.moveToNextNudge();
      return isPast();
    },
    `the clock announces something else than ${announced}`,
    CLOCK_MS,
  );
}

/** Resolves the newest complaint of the open conversation. */
export async function resolveComplaint(user: PageUser, done: string): Promise<void> {
  await user.openForm('Resolve');
  await fillInResolution(user, done);
  await user.submitForm('Resolve');
}

/** Fills in the open form of a resolution. */
export async function fillInResolution(user: PageUser, done: string): Promise<void> {
  await user.fillIn({ done, delivered: 'Yes, what they asked for' });
  await user.tickEvery('Kept');
  await user.fillIn({
    told: 'Yes, as recorded below',
    toldWords: 'It is put right. We are sorry.',
  });
}

/** Follows up from the reminder in the open conversation. */
export async function followUp(user: PageUser): Promise<void> {
  await user.openForm('Follow up');
  await user.fillIn({ outcome: 'Yes, and they answered', satisfaction: '4: satisfied' });
  await user.submitForm('Record');
}

/** In Slack: opens the thread of the newest message with this text and replies there. */
export async function replyInThread(user: PageUser, to: string, text: string): Promise<void> {
  const card = user.findMessage(to);
  await card.hover();
  await card
    .getByRole('button', { name: /Reply in thread|replies|reply/ })
    .first()
    .click();
  const thread = user.page.getByRole('complementary', { name: 'Thread' });
  await thread.getByRole('combobox').or(thread.getByRole('textbox')).first().fill(text);
  await thread.getByRole('button', { name: 'Send', exact: true }).click();
  await thread.getByRole('list', { name: 'Replies' }).getByText(text).waitFor();
}
