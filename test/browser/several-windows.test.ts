import { expect } from 'chai';
import { savePictures } from './browser-window.js';
import { describeInBrowser } from './harness.js';
import * as steps from './page-steps.js';
import type { PageUser } from './page-user.js';
import { until } from './page-user.js';

/** Text with markup of Slack, Teams and HTML, with entities, emoji and right-to-left letters. */
const MARKUP_TEXT =
  '*bold* _it_ `code` **x** [y](http://evil.example) <b>b</b> <img src=x> & <!channel> <at>Ben</at> {{DATE(2026-01-01T00:00:00Z)}} 🙂 שלום "q" \'s\'';

describeInBrowser('several people at the page', (harness) => {
  it('work in several tabs and see each other’s steps without a reload', async () => {
    const ann = await harness.openPage('Teams');
    await ann.goTo('Ann Reporter', 'Teams', 'Redress');
    const ben = await harness.openPage('Slack', { beside: ann.window });
    await ben.goTo('Ben Baker', 'Slack', 'billing');
    const lena = await harness.openPage('Slack', { beside: ann.window });
    await lena.goTo('Lena Lead', 'Slack', 'general');
    for (const user of [ann, ben, lena]) await markPage(user);

    const reference = await steps.fileComplaint(ann, steps.BILL);
    await ben.waitForText(steps.BILL.description);
    await lena.page.getByRole('button', { name: /billing ?1 unread/ }).waitFor();
    await steps.takeComplaint(ben, 'Ben Baker');
    await ann.waitForText(/It is with @?Ben Baker/);
    await savePictures(ann.window, 'together-reporter-in-teams');
    await savePictures(ben.window, 'together-team-in-slack');
    await lena.openConversation('billing');
    await lena.waitForText(reference);
    await lena.pressButton('Details');
    await lena.form.getByText('took it').waitFor();
    await savePictures(lena.window, 'together-details');
    await lena.closeForm();
    for (const user of [ann, ben, lena]) await expectNoReload(user);
  });

  it('see in the menu of people who has unread messages on which platform', async () => {
    const user = await harness.openPage('Slack');
    await user.goTo('Ann Reporter', 'Slack', 'general');
    const before = countUnread(await user.readPeopleMenu(), 'Cleo Clarke');
    await steps.fileComplaint(user, { ...steps.BILL, description: 'A second reminder came' });
    await until(
      async () => countUnread(await user.readPeopleMenu(), 'Cleo Clarke').slack > before.slack,
      'the menu shows more unread messages for Cleo in Slack',
    );
    await user.personaButton.click();
    await savePictures(user.window, 'people-with-news');
    await user.page.keyboard.press('Escape');
    await user.goTo('Cleo Clarke', 'Slack', 'billing');
    await user.waitForText('A second reminder came');
    await until(
      async () => countUnread(await user.readPeopleMenu(), 'Cleo Clarke').slack < before.slack + 1,
      'the menu shows fewer unread messages for Cleo',
    );
  });

  it('read the text of others exactly as written, even if it looks like markup', async () => {
    const ann = await harness.openPage('Slack');
    await ann.goTo('Ann Reporter', 'Slack', 'general');
    await steps.openComplaintForm(ann, '');
    await ann.fillIn({ description: MARKUP_TEXT });
    await steps.fillInComplaint(ann, { ...steps.REPAIR, complainant: 'Mr <b>O’Neil</b> & Co' });
    await steps.recordAsNew(ann);
    await ann.openConversation('Redress');
    await waitForExactText(ann, MARKUP_TEXT);
    await ann.goTo('Dev Desai', 'Teams', 'Repairs');
    await waitForExactText(ann, MARKUP_TEXT);
    await waitForExactText(ann, 'Mr <b>O’Neil</b> & Co');
    await savePictures(ann.window, 'literal-in-teams');
    await ann.pressButton('Details');
    await until(
      async () => toVisibleText(await ann.form.innerText()).includes(MARKUP_TEXT),
      'the details have the text exactly as written',
    );
  });

  it('file a complaint from a message by its menu, on both platforms', async () => {
    const user = await harness.openPage('Slack');
    await user.goTo('Ben Baker', 'Slack', 'general');
    await user.sendMessage('A tenant shouts: the invoice is wrong *again* & nobody answers');
    await user.switchTo('Ann Reporter');
    await user.openConversation('general');
    await user.findMessage('A tenant shouts').hover();
    await user.findMessage('A tenant shouts').getByRole('button', { name: 'More actions' }).click();
    await user.page.getByRole('menuitem', { name: /Record a complaint/ }).click();
    await user.waitForForm('New complaint');
    await expectDescription(user, /the invoice is wrong \*?again\*? & nobody answers/);
    await savePictures(user.window, 'from-a-message-in-slack');
    await user.form.getByRole('button', { name: 'Cancel', exact: true }).click();
    await user.form.waitFor({ state: 'hidden' });

    await user.goTo('Ben Baker', 'Teams', 'General');
    await user.sendMessage('A tenant writes: the door does not close');
    await user.switchTo('Ann Reporter');
    await user.openConversation('General');
    const post = user.findMessage('A tenant writes');
    await post.getByRole('button', { name: /^More options/ }).click();
    await user.page.getByRole('menuitem', { name: /complaint/i }).click();
    await user.waitForForm('New complaint');
    await expectDescription(user, /the door does not close/);
    await savePictures(user.window, 'from-a-message-in-teams');
    await user.form
      .getByRole('button', { name: /^(Cancel|Close)$/ })
      .first()
      .click();
    await user.form.waitFor({ state: 'hidden' });
  });

  it('go on after the bot was killed: it restarts by itself, and no complaint is lost', async () => {
    const user = await harness.openPage('Slack', { expectedErrors: /status of 50\d/ });
    await user.goTo('Ann Reporter', 'Slack', 'general');
    await steps.openComplaintForm(user, 'The direct debit was taken twice');
    await steps.fillInComplaint(user, steps.BILL);
    await killBot(user);
    await submitUntilTaken(user);
    await user.goTo('Ben Baker', 'Slack', 'billing');
    await user.waitForText('The direct debit was taken twice');
    const posts = await user.messages.getByText('The direct debit was taken twice').count();
    expect(posts, 'number of posts').to.equal(1);
    await steps.takeComplaint(user, 'Ben Baker');
    await steps.recordPromise(user, 'The second one is paid back');
    await savePictures(user.window, 'after-kill');
    await steps.resolveComplaint(user, 'The money is back on the account.');
    await user.waitForText(/Resolved, to be followed up/);
  });

  it('see everything again after a restart of the playground, without a reload', async () => {
    const user = await harness.openPage('Slack', { expectedErrors: /status of 50\d|ERR_/ });
    await user.goTo('Ann Reporter', 'Slack', 'general');
    await steps.fileComplaint(user, { ...steps.BILL, description: 'Sent to the wrong address' });
    await markPage(user);
    await harness.playground.pause();
    await user.page
      .getByRole('status')
      .filter({ hasText: /npm start/ })
      .waitFor();
    await savePictures(user.window, 'playground-ended');
    await harness.playground.restart();
    await user.page
      .getByRole('status')
      .filter({ hasText: /npm start/ })
      .waitFor({ state: 'hidden' });
    await user.waitForText('Sent to the wrong address');
    await expectNoReload(user);
    await user.goTo('Ben Baker', 'Slack', 'billing');
    await user.waitForText('Sent to the wrong address');
    await steps.takeComplaint(user, 'Ben Baker');
  });
});

/** The visible text in one line: without the zero-width characters that keep Teams from reading markup. */
function toVisibleText(text: string): string {
  return text.replace(/[\u200B-\u200D\u2060\uFEFF]/g, '').replace(/\s+/g, ' ');
}

async function waitForExactText(user: PageUser, text: string): Promise<void> {
  await until(
    async () => toVisibleText(await user.messages.innerText()).includes(text),
    `the text exactly as written: ${text}`,
  );
}

/** Expects this description in the open form. */
async function expectDescription(user: PageUser, pattern: RegExp): Promise<void> {
  expect(
    await user.form
      .getByLabel(/What happened\?/)
      .first()
      .inputValue(),
  ).to.match(pattern);
}

/** Marks the page, so that {@link expectNoReload} can recognise it. */
async function markPage(user: PageUser): Promise<void> {
  await user.page.evaluate('globalThis.isStillTheSamePage = true');
}

async function expectNoReload(user: PageUser): Promise<void> {
  expect(await user.page.evaluate('globalThis.isStillTheSamePage')).to.equal(true);
}

function countUnread(people: readonly string[], name: string): { slack: number; teams: number } {
  const line = people.find((one) => one.includes(name)) ?? '';
  const count = (platform: string) =>
    Number(new RegExp(`(\\d+) new in ${platform}`).exec(line)?.[1] ?? 0);
  return { slack: count('Slack'), teams: count('Teams') };
}

/** Kills the bot by the page's own request; an open form stays open. */
async function killBot(user: PageUser): Promise<void> {
  const answer = await user.page.evaluate(async () => {
    const body = JSON.stringify({ kind: 'kill' });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/frame/trouble', { method: 'POST', headers, body })).status;
  });
  expect(answer).to.equal(200);
}

/** Sends the open form again until the bot takes it. */
async function submitUntilTaken(user: PageUser): Promise<void> {
  const button = user.form.getByRole('button', { name: 'Record', exact: true });
  await until(
    async () => {
      if (await button.isEnabled({ timeout: 1000 }).catch(() => false)) {
        await button.click({ timeout: 1000 }).catch(() => undefined);
      }
      await button.waitFor({ state: 'hidden', timeout: 1500 }).catch(() => undefined);
      return !(await button.isVisible());
    },
    'the restarted bot takes the form',
    40_000,
  );
  // what was recorded, with words to read to the complainant
  if (await user.form.isVisible()) await user.closeForm();
}
