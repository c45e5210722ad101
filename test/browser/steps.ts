import { expect } from 'chai';
import { DateTime } from 'luxon';
import { type Desk, until, type World } from './desk.js';

/** What a complaint's form is filled in with. */
export interface Complaint {
  /** What happened: typed behind the command. */
  readonly words: string;
  readonly complainant: string;
  readonly wish: string;
  readonly category: string;
}

export const BILL: Complaint = {
  words: 'Charged twice in March',
  complainant: 'Mrs Smith',
  wish: 'Money back and an apology',
  category: 'A wrong bill',
};

export const REPAIR: Complaint = {
  words: 'The boiler was to be mended on Monday, and nobody came',
  complainant: 'Mr O’Neil',
  wish: 'A date that is kept',
  category: 'A late repair',
};

/** More jumps of the clock than any reminder of these tests is away. */
const MOST_JUMPS = 15;

/** Types the command and waits for the form, which has the words in it. */
export async function asksForForm(desk: Desk, world: World, words: string): Promise<void> {
  if (world === 'Slack') await desk.writes(`/complaint ${words}`);
  else {
    // each answer has a button of its own, and older ones are still there
    const openers = desk.messages.getByRole('button', { name: 'Open the form', exact: true });
    const before = await openers.count();
    await desk.writes(`complaint ${words}`);
    await until(async () => (await openers.count()) > before, 'the answer with the button');
    await desk.presses('Open the form');
  }
  await desk.hasForm('New complaint');
}

/** Fills in the form of a complaint, except what stands there from the command. */
export async function fillsInComplaint(desk: Desk, complaint: Complaint): Promise<void> {
  await desk.enters(
    { label: /Who complained\?/, value: complaint.complainant },
    { label: /What do they want\?/, value: complaint.wish },
    { label: /What is it about\?/, value: complaint.category },
  );
}

/** Records a complaint from the open conversation with Redress. Returns its reference. */
export async function files(desk: Desk, world: World, complaint: Complaint): Promise<string> {
  await asksForForm(desk, world, complaint.words);
  await fillsInComplaint(desk, complaint);
  await desk.sends('Record');
  await desk.opens('Redress');
  await desk.reads(complaint.words);
  const said = await desk.message(complaint.words).innerText();
  const [reference] = /C-\d+/.exec(said) ?? [];
  expect(reference, 'the reference on the card').to.match(/^C-\d+$/);
  return reference ?? '';
}

/** Takes the newest complaint of the open channel. */
export async function takes(desk: Desk, name: string): Promise<void> {
  await desk.presses('Take it');
  await desk.reads(new RegExp(`With @?${name}`));
}

/** Records that the complainant was told. */
export async function acknowledges(desk: Desk): Promise<void> {
  await desk.opensForm('Record acknowledgement');
  await desk.enters(
    { label: /How did you tell them\?/, value: 'Phone' },
    { label: /What did you say\?/, value: 'We have it, and Dev looks after it.' },
  );
  await desk.sends('Record');
}

/** What the bot's clock shows, as the page asks for it. */
export async function botNow(desk: Desk): Promise<number> {
  const answer = await desk.page.evaluate(async () => (await fetch('/lab/clock')).text());
  return (JSON.parse(answer) as { now: number }).now;
}

/** Three in the afternoon some days on, as the two fields of a date. */
export async function daysOn(desk: Desk, days: number): Promise<{ date: string; time: string }> {
  const zone = 'Europe/London';
  const then = DateTime.fromMillis(await botNow(desk), { zone }).plus({ days });
  return { date: then.toFormat('yyyy-MM-dd'), time: '15:00' };
}

/** Fills in the open form of a promise: in Slack date and time are one field, in Teams two. */
export async function entersPromise(
  desk: Desk,
  world: World,
  what: string,
  { date, time }: { readonly date: string; readonly time: string },
): Promise<void> {
  const due =
    world === 'Slack'
      ? [{ label: /By when\?/, value: `${date}T${time}` }]
      : [
          { label: /By when\? \(date\)/, value: date },
          { label: /^Time/, value: time },
        ];
  await desk.enters({ label: /What did you promise the complainant\?/, value: what }, ...due, {
    label: /What makes you sure\?/,
    value: 'It is in the rota',
  });
}

/** Records a promise for some days on. */
export async function promises(desk: Desk, world: World, what: string, days = 4): Promise<void> {
  await desk.opensForm('Record a promise');
  await entersPromise(desk, world, what, await daysOn(desk, days));
  await desk.sends('Record');
  await desk.reads(what);
}

/**
 * Moves the clock from nudge to nudge until the one comes that the clock announces with the words
 * `next`, and waits until `words` stand in the open conversation.
 */
export async function waitsFor(desk: Desk, next: RegExp, words: RegExp): Promise<void> {
  for (let jumps = 0; jumps < MOST_JUMPS; jumps += 1) {
    const announced = await desk.firesNext();
    await desk.toTheNextNudge();
    if (next.test(announced)) return desk.reads(words);
    await until(
      async () => (await desk.firesNext()) !== announced,
      `the clock announces something else than ${announced}`,
    );
  }
  throw new Error(`The clock announced nothing like ${next} in ${MOST_JUMPS} jumps.`);
}

/** Resolves the newest complaint of the open conversation. */
export async function resolves(desk: Desk, done: string): Promise<void> {
  await desk.opensForm('Resolve');
  await entersResolution(desk, done);
  await desk.sends('Resolve');
}

/** Fills in the open form of a resolution. */
export async function entersResolution(desk: Desk, done: string): Promise<void> {
  await desk.enters(
    { label: /What was done\?/, value: done },
    { label: 'Yes, what they asked for' },
    { label: 'The complainant has been told' },
  );
}

/** Follows up from the reminder in the open conversation. */
export async function followsUp(desk: Desk): Promise<void> {
  await desk.opensForm('Follow up');
  await desk.enters({ label: '4: satisfied' });
  await desk.sends('Close');
}

/** In Slack: opens the thread of the newest message with these words and writes in it. */
export async function repliesInThread(desk: Desk, of: string, words: string): Promise<void> {
  const card = desk.message(of);
  await card.hover();
  await card
    .getByRole('button', { name: /Reply in thread|replies|reply/ })
    .first()
    .click();
  const thread = desk.page.getByRole('complementary', { name: 'Thread' });
  await thread.getByRole('combobox').or(thread.getByRole('textbox')).first().fill(words);
  await thread.getByRole('button', { name: 'Send', exact: true }).click();
  await thread.getByRole('list', { name: 'Replies' }).getByText(words).waitFor();
}
