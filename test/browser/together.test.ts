import { expect } from 'chai';
import type { Desk } from './desk.js';
import { until } from './desk.js';
import * as steps from './steps.js';
import { describeInBrowser } from './suite.js';
import { pictures } from './window.js';

/** What people write as it comes: markup of Slack, of Teams and of HTML, entities, emoji, right to left. */
const HOSTILE =
  '*bold* _it_ `code` **x** [y](http://evil.example) <b>b</b> <img src=x> & <!channel> <at>Ben</at> {{DATE(2026-01-01T00:00:00Z)}} 🙂 שלום "q" \'s\'';

describeInBrowser('people at the page together', (room) => {
  it('work in several tabs as several people, and see what the others do without a reload', async () => {
    const ann = await room.desk('Teams');
    await ann.goes('Ann Reporter', 'Teams', 'Redress');
    const ben = await room.desk('Slack', { beside: ann.window });
    await ben.goes('Ben Baker', 'Slack', 'billing');
    const lena = await room.desk('Slack', { beside: ann.window });
    await lena.goes('Lena Lead', 'Slack', 'general');
    for (const desk of [ann, ben, lena]) await neverReloads(desk);

    const reference = await steps.files(ann, 'Teams', steps.BILL);
    await ben.reads(steps.BILL.words);
    await lena.page.getByRole('button', { name: /billing ?1 unread/ }).waitFor();
    await steps.takes(ben, 'Ben Baker');
    await ann.reads(/It is with @?Ben Baker/);
    await pictures(ann.window, 'together-reporter-in-teams');
    await pictures(ben.window, 'together-team-in-slack');
    await lena.opens('billing');
    await lena.reads(reference);
    await lena.presses('Details');
    await lena.form.getByText('took it').waitFor();
    await pictures(lena.window, 'together-details');
    await lena.closesForm();
    for (const desk of [ann, ben, lena]) await wasNotReloaded(desk);
  });

  it('see in the menu of people for whom something is new, and where', async () => {
    const desk = await room.desk('Slack');
    await desk.goes('Ann Reporter', 'Slack', 'general');
    const before = newIn(await desk.readsPeople(), 'Cleo Clarke');
    await steps.files(desk, 'Slack', { ...steps.BILL, words: 'A second reminder came' });
    await until(
      async () => newIn(await desk.readsPeople(), 'Cleo Clarke').slack > before.slack,
      'the menu says that something is new for Cleo in Slack',
    );
    await desk.persona.click();
    await pictures(desk.window, 'people-with-news');
    await desk.page.keyboard.press('Escape');
    await desk.goes('Cleo Clarke', 'Slack', 'billing');
    await desk.reads('A second reminder came');
    await until(
      async () => newIn(await desk.readsPeople(), 'Cleo Clarke').slack < before.slack + 1,
      'what she read is no longer new to her',
    );
  });

  it('read what others wrote letter by letter, whatever markup it looks like', async () => {
    const ann = await room.desk('Slack');
    await ann.goes('Ann Reporter', 'Slack', 'general');
    await steps.asksForForm(ann, 'Slack', '');
    await ann.enters({ label: /What happened\?/, value: HOSTILE });
    await steps.fillsInComplaint(ann, { ...steps.REPAIR, complainant: 'Mr <b>O’Neil</b> & Co' });
    await ann.sends('Record');
    await ann.opens('Redress');
    await readsLiterally(ann, HOSTILE);
    await ann.goes('Dev Desai', 'Teams', 'Repairs');
    await readsLiterally(ann, HOSTILE);
    await readsLiterally(ann, 'Mr <b>O’Neil</b> & Co');
    await pictures(ann.window, 'literal-in-teams');
    await ann.presses('Details');
    await until(
      async () => visible(await ann.form.innerText()).includes(HOSTILE),
      'the details have it letter by letter',
    );
  });

  it('record a complaint from what somebody wrote, by the menu of the message, in both worlds', async () => {
    const desk = await room.desk('Slack');
    await desk.goes('Ben Baker', 'Slack', 'general');
    await desk.writes('A tenant shouts: the invoice is wrong *again* & nobody answers');
    await desk.becomes('Ann Reporter');
    await desk.opens('general');
    await desk.message('A tenant shouts').hover();
    await desk.message('A tenant shouts').getByRole('button', { name: 'More actions' }).click();
    await desk.page.getByRole('menuitem', { name: /Record a complaint/ }).click();
    await desk.hasForm('New complaint');
    await holds(desk, /the invoice is wrong \*?again\*? & nobody answers/);
    await pictures(desk.window, 'from-a-message-in-slack');
    await desk.form.getByRole('button', { name: 'Cancel', exact: true }).click();
    await desk.form.waitFor({ state: 'hidden' });

    await desk.goes('Ben Baker', 'Teams', 'General');
    await desk.writes('A tenant writes: the door does not close');
    await desk.becomes('Ann Reporter');
    await desk.opens('General');
    const post = desk.message('A tenant writes');
    await post.getByRole('button', { name: /^More options/ }).click();
    await desk.page.getByRole('menuitem', { name: /complaint/i }).click();
    await desk.hasForm('New complaint');
    await holds(desk, /the door does not close/);
    await pictures(desk.window, 'from-a-message-in-teams');
    await desk.form
      .getByRole('button', { name: /^(Cancel|Close)$/ })
      .first()
      .click();
    await desk.form.waitFor({ state: 'hidden' });
  });

  it('go on after the bot was killed in the middle: it comes back by itself, and nothing is lost', async () => {
    const desk = await room.desk('Slack', { expects: /status of 50\d/ });
    await desk.goes('Ann Reporter', 'Slack', 'general');
    await steps.asksForForm(desk, 'Slack', 'The direct debit was taken twice');
    await steps.fillsInComplaint(desk, steps.BILL);
    await kills(desk);
    await sendsUntilTaken(desk);
    await desk.goes('Ben Baker', 'Slack', 'billing');
    await desk.reads('The direct debit was taken twice');
    const said = await desk.messages.getByText('The direct debit was taken twice').count();
    expect(said, 'how often it is posted').to.equal(1);
    await steps.takes(desk, 'Ben Baker');
    await steps.promises(desk, 'Slack', 'The second one is paid back');
    await pictures(desk.window, 'after-kill');
    await steps.resolves(desk, 'The money is back on the account.');
    await desk.reads(/Resolved, to be followed up/);
  });

  it('find everything again after the playground was ended and started, without a reload', async () => {
    const desk = await room.desk('Slack', { expects: /status of 50\d|ERR_/ });
    await desk.goes('Ann Reporter', 'Slack', 'general');
    await steps.files(desk, 'Slack', { ...steps.BILL, words: 'Sent to the wrong address' });
    await neverReloads(desk);
    await room.playground.pause();
    await desk.page
      .getByRole('status')
      .filter({ hasText: /npm start/ })
      .waitFor();
    await pictures(desk.window, 'playground-ended');
    await room.playground.again();
    await desk.page
      .getByRole('status')
      .filter({ hasText: /npm start/ })
      .waitFor({ state: 'hidden' });
    await desk.reads('Sent to the wrong address');
    await wasNotReloaded(desk);
    await desk.goes('Ben Baker', 'Slack', 'billing');
    await desk.reads('Sent to the wrong address');
    await steps.takes(desk, 'Ben Baker');
  });
});

/** As it is seen: without the characters of no width that keep Teams from reading markup, in one line. */
function visible(text: string): string {
  return text.replace(/[\u200B-\u200D\u2060\uFEFF]/g, '').replace(/\s+/g, ' ');
}

async function readsLiterally(desk: Desk, text: string): Promise<void> {
  await until(
    async () => visible(await desk.messages.innerText()).includes(text),
    `it stands there letter by letter: ${text}`,
  );
}

/** The open form has this in its field for what happened. */
async function holds(desk: Desk, words: RegExp): Promise<void> {
  expect(
    await desk.form
      .getByLabel(/What happened\?/)
      .first()
      .inputValue(),
  ).to.match(words);
}

/** Marks the page as it is loaded now. */
async function neverReloads(desk: Desk): Promise<void> {
  await desk.page.evaluate('globalThis.isStillTheSamePage = true');
}

async function wasNotReloaded(desk: Desk): Promise<void> {
  expect(await desk.page.evaluate('globalThis.isStillTheSamePage')).to.equal(true);
}

function newIn(people: readonly string[], name: string): { slack: number; teams: number } {
  const words = people.find((line) => line.includes(name)) ?? '';
  const count = (world: string) =>
    Number(new RegExp(`(\\d+) new in ${world}`).exec(words)?.[1] ?? 0);
  return { slack: count('Slack'), teams: count('Teams') };
}

/** Kills the bot by the page's own button; the form that is open stays. */
async function kills(desk: Desk): Promise<void> {
  const answer = await desk.page.evaluate(async () => {
    const body = JSON.stringify({ kind: 'kill' });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/frame/trouble', { method: 'POST', headers, body })).status;
  });
  expect(answer).to.equal(200);
}

/** Sends the open form again and again until it was taken, as the page bids. */
async function sendsUntilTaken(desk: Desk): Promise<void> {
  const button = desk.form.getByRole('button', { name: 'Record', exact: true });
  await until(
    async () => {
      if (await button.isEnabled({ timeout: 1000 }).catch(() => false)) {
        await button.click({ timeout: 1000 }).catch(() => undefined);
      }
      await desk.form.waitFor({ state: 'hidden', timeout: 1500 }).catch(() => undefined);
      return !(await desk.form.isVisible());
    },
    'the form is taken by the bot that came back',
    40_000,
  );
}
