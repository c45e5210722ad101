import type {
  Entries,
  PersonName,
  PlatformName,
  SimulatorUsers,
  UserDriver,
} from '../users/user-driver.js';
import { nextWorkingDay } from './next-working-day.js';
import {
  addToKnown,
  fileComplaint,
  openTeamCard,
  referencesTold,
  type TeamCard,
  untilSeen,
  wasTold,
} from './user-steps.js';

/** The hour of the day by which sample promises are made, in the playground's zone. */
const PROMISE_HOUR = 16;

/** The people of both simulators; a team's card stands in one of them. */
export type UsersByPlatform = Readonly<Record<PlatformName, SimulatorUsers>>;

/** A sample complaint whose card is there. */
export interface FiledSample {
  readonly card: TeamCard;
  readonly reporter: UserDriver;
  /** Somebody else on the reporter’s platform. */
  readonly colleague: (name: PersonName) => UserDriver;
  /** Business time, Unix ms. */
  readonly now: number;
}

/** A sample complaint as it is filed, and the steps after that. */
export interface SampleScenario {
  /** Such as "a late repair". */
  readonly about: string;
  readonly in: PlatformName;
  readonly reporter: PersonName;
  /** Everybody who does something. */
  readonly people: readonly PersonName[];
  readonly form: Entries & { readonly complainant: string; readonly category: string };
  /** What people do once the card is there. */
  readonly continueWith: (filed: FiledSample) => Promise<void>;
}

/** Nobody has it yet; what she wants is still to be completed, and she complained again to somebody else. */
const NEW: SampleScenario = {
  about: 'a wrong bill',
  in: 'slack',
  reporter: 'ann',
  people: ['ann', 'rita'],
  form: {
    complainant: 'Margaret Hale',
    account: 'B-20417',
    description:
      'She has been billed twice for March and is being sent reminders for the second bill. She rang on Monday and was promised a call that never came. She is very upset.',
    category: 'wrong-bill',
    impact: 'high',
    means: 'phone',
  },
  async continueWith({ card, colleague }) {
    await addToKnown(colleague('rita'), {
      complainant: 'Margaret Hale',
      account: 'b 20417',
      description: 'She rang again: a third reminder has come, and nobody has called her.',
      category: 'wrong-bill',
    });
    await untilSeen(() => card.includes('Complained again'), 'nobody could add to the sample');
  },
};

/** Somebody handles it: acknowledged and promised. */
const HANDLED: SampleScenario = {
  about: 'a late repair',
  in: 'slack',
  reporter: 'ben',
  people: ['ben', 'dev', 'rita'],
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
  async continueWith({ card, now }) {
    await card.press('dev', 'take');
    await untilSeen(
      () => !card.hasButton('take'),
      'nobody could take on the sample about a repair',
    );
    await card.submitForm('dev', 'acknowledge', {
      means: 'phone',
      words: 'Rang him, said sorry for Friday, and lent him two heaters for tonight.',
    });
    await untilSeen(() => !card.hasButton('acknowledge'), 'the acknowledgement was not recorded');
    await card.submitForm('dev', 'promise', {
      what: 'A fitter with the new pump',
      dueAt: { moment: nextWorkingDay(now, PROMISE_HOUR) },
      basis: 'The pump is in stock, and Karim has the afternoon free.',
    });
    await untilSeen(
      () => card.includes('A fitter with the new pump'),
      'the promise was not recorded',
    );
    await card.replyInThread('rita', 'Thank you, Dev. I have booked the van for Karim.');
  },
};

/** Resolved; nobody has asked yet whether the complainant is satisfied. */
const RESOLVED: SampleScenario = {
  about: 'a refund',
  in: 'teams',
  reporter: 'ann',
  people: ['ann', 'cleo'],
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
  async continueWith({ card, reporter }) {
    await card.press('cleo', 'take');
    await untilSeen(
      () => !card.hasButton('take'),
      'nobody could take on the sample about a refund',
    );
    const news = 'The deposit went to her old account and came back to us';
    await card.submitForm('cleo', 'update', {
      audience: 'reporter',
      text: `${news}. I have the new account from her and pay it today.`,
    });
    await untilSeen(() => wasTold(reporter, news), 'the update did not reach the reporter');
    const outcome = 'The 240 pounds were paid to her new account';
    await card.submitForm('cleo', 'resolve', {
      done: `${outcome}, and she has our apology in writing.`,
      delivered: 'yes',
      told: 'not-yet',
    });
    await untilSeen(() => card.hasButton('tell'), 'the sample about a refund was not resolved');
    await card.submitForm('cleo', 'tell', {
      means: 'email',
      words: `${outcome}. We are sorry that it took so long.`,
    });
    await untilSeen(
      () => !card.hasButton('tell'),
      'it was not recorded that the complainant was told',
    );
    await untilSeen(() => wasTold(reporter, outcome), 'the outcome did not reach the reporter');
  },
};

/** The sample complaints, in the order they are filed. */
export const SAMPLE_SCENARIOS: readonly SampleScenario[] = [NEW, HANDLED, RESOLVED];

/**
 * Files a sample complaint and takes the steps after that.
 *
 * @throws MissingChoice, NoAnswer, or Error in words.
 */
export async function runSampleScenario(
  users: UsersByPlatform,
  scenario: SampleScenario,
  now: number,
  onFiled: (reference: string) => Promise<void>,
): Promise<void> {
  const colleague = (name: PersonName): UserDriver => users[scenario.in].user(name);
  const reporter = colleague(scenario.reporter);
  const { complainant } = scenario.form;
  const before = referencesTold(reporter, complainant);
  await fileComplaint(reporter, scenario.form);
  const reference = await untilSeen(
    () => referencesTold(reporter, complainant).find((one) => !before.includes(one)),
    `the report of ${scenario.about} was not confirmed`,
  );
  await onFiled(reference);
  const card = await untilSeen(
    () => openTeamCard(users.slack, reference) ?? openTeamCard(users.teams, reference),
    `${reference} did not reach its team`,
  );
  await scenario.continueWith({ card, reporter, colleague, now });
}
