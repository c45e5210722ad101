import { type Entries, type Hands, type TeamCard, untilSeen, type Who } from '../users/user-driver.js';
import { nextWorkingDay } from './next-working-day.js';

/** The hour of the day by which sample promises are made, in the playground's zone. */
const BY_HOUR = 16;

/** Both workspaces; a team's card stands in one of them. */
export interface Worlds {
  readonly slack: Hands;
  readonly teams: Hands;
}

/** A complaint as it is reported, and what became of it. */
export interface Story {
  /** Such as "a late repair". */
  readonly about: string;
  readonly in: keyof Worlds;
  readonly reporter: Who;
  readonly handler: Who;
  readonly form: Entries & { readonly complainant: string; readonly category: string };
  /** What people do once the card is there; `now`: business time, Unix ms. */
  readonly goesOn: (card: TeamCard, reporter: Hands, now: number) => Promise<void>;
}

/** Nobody has it yet. */
const NEW: Story = {
  about: 'a wrong bill',
  in: 'slack',
  reporter: 'ann',
  handler: 'ben',
  form: {
    complainant: 'Margaret Hale',
    account: 'B-20417',
    description:
      'She has been billed twice for March and is being sent reminders for the second bill. She rang on Monday and was promised a call that never came. She is very upset.',
    desiredOutcome: 'The second bill cancelled, the reminders stopped, and a call from somebody.',
    category: 'wrong-bill',
    impact: 'high',
    means: 'phone',
  },
  goesOn: async () => undefined,
};

/** Being handled: acknowledged and promised. */
const HANDLED: Story = {
  about: 'a late repair',
  in: 'slack',
  reporter: 'ben',
  handler: 'dev',
  form: {
    complainant: 'Samuel Okafor',
    account: 'R-1183',
    description:
      'His heating has been off for six days. The fitter did not come on Friday, and nobody told him. He has a baby at home and is at the end of his patience.',
    desiredOutcome: 'Heating that works, and a fitter who comes when we say so.',
    category: 'late-repair',
    impact: 'high',
    means: 'phone',
  },
  async goesOn(card, _reporter, now) {
    await card.press('dev', 'take');
    await untilSeen(() => !card.has('take'), 'nobody could take on the sample about a repair');
    await card.fill('dev', 'acknowledge', {
      means: 'phone',
      words: 'Rang him, said sorry for Friday, and lent him two heaters for tonight.',
    });
    await untilSeen(() => !card.has('acknowledge'), 'the acknowledgement was not recorded');
    await card.fill('dev', 'promise', {
      what: 'A fitter with the new pump',
      dueAt: { moment: nextWorkingDay(now, BY_HOUR) },
      basis: 'The pump is in stock, and Karim has the afternoon free.',
    });
    await untilSeen(() => card.says('A fitter with the new pump'), 'the promise was not recorded');
    await card.reply('rita', 'Thank you, Dev. I have booked the van for Karim.');
  },
};

/** Resolved; whether the complainant is satisfied is still to be asked. */
const RESOLVED: Story = {
  about: 'a refund',
  in: 'teams',
  reporter: 'ann',
  handler: 'cleo',
  form: {
    complainant: 'Priya Nair',
    account: 'B-19822',
    description:
      'Her deposit was to be paid back three weeks ago and has not arrived. She has written twice and had no answer.',
    desiredOutcome: 'Her deposit of 240 pounds, and a word on what went wrong.',
    category: 'payment',
    impact: 'medium',
    means: 'email',
  },
  async goesOn(card, reporter) {
    await card.press('cleo', 'take');
    await untilSeen(() => !card.has('take'), 'nobody could take on the sample about a refund');
    const news = 'The deposit went to her old account and came back to us';
    await card.fill('cleo', 'update', {
      audience: 'reporter',
      text: `${news}. I have the new account from her and pay it today.`,
    });
    await untilSeen(() => reporter.told('ann', news), 'the update did not reach the reporter');
    const outcome = 'The 240 pounds were paid to her new account';
    await card.fill('cleo', 'resolve', {
      done: `${outcome}, and she has our apology in writing.`,
      delivered: 'yes',
    });
    await untilSeen(() => card.has('tell'), 'the sample about a refund was not resolved');
    await card.press('cleo', 'tell');
    await untilSeen(() => !card.has('tell'), 'it was not recorded that the complainant was told');
    await untilSeen(() => reporter.told('ann', outcome), 'the outcome did not reach the reporter');
  },
};

/** The sample complaints, in the order they are made. */
export const STORIES: readonly Story[] = [NEW, HANDLED, RESOLVED];

/**
 * Reports a story and lets it go on.
 *
 * @throws MissingChoice, NoAnswer, or Error in words.
 */
export async function tell(
  worlds: Worlds,
  story: Story,
  now: number,
  note: (reference: string) => Promise<void>,
): Promise<void> {
  const hands = worlds[story.in];
  const { complainant } = story.form;
  const before = hands.reported(story.reporter, complainant);
  await hands.report(story.reporter, story.form);
  const reference = await untilSeen(
    () => hands.reported(story.reporter, complainant).find((one) => !before.includes(one)),
    `the report of ${story.about} was not confirmed`,
  );
  await note(reference);
  const card = await untilSeen(
    () => worlds.slack.card(reference) ?? worlds.teams.card(reference),
    `${reference} did not reach its team`,
  );
  await story.goesOn(card, hands, now);
}
