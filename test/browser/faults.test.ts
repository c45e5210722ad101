import { expect } from 'chai';
import { savePictures } from './browser-window.js';
import { type BrowserHarness, describeInBrowser } from './harness.js';
import * as steps from './page-steps.js';
import { type PageUser, until } from './page-user.js';

/** Longer than an outage of 20 s and the deliveries after it. Real ms. */
const OUTAGE_MS = 60_000;
/** Console errors of a page whose requests the bot does not answer now. */
const REQUEST_ERRORS = /status of (50\d|409|429)/;

describeInBrowser('the faults that the playground can inject', (harness) => {
  it('delay what people send while the database and then both platforms are away, and lose nothing', async () => {
    const [ann, maker] = await openTwoPages(harness);
    const lena = await harness.openPage('Teams', { expectedErrors: REQUEST_ERRORS });
    await lena.goTo('Lena Lead', 'Teams', 'Redress');
    await fillInForm(lena, steps.BILL, 'Billed for a house that was sold');
    await ann.goTo('Ann Reporter', 'Slack', 'general');
    await fillInForm(ann, steps.REPAIR, 'The roof leaks again');
    await injectFault(maker, 'Database away');
    for (const user of [ann, lena]) {
      await user.form.getByRole('button', { name: 'Record', exact: true }).last().click();
      await user.page
        .getByText(/could not be saved just now/)
        .first()
        .waitFor();
    }
    await savePictures(ann.window, 'trouble-database-away');
    // late in the 20 s, so that what is sent then meets platforms that are away
    await maker.page
      .getByText(/\b[1-8] s left/)
      .first()
      .waitFor({ timeout: OUTAGE_MS });
    for (const label of ['Slack down', 'Teams down']) await injectFault(maker, label);
    for (const user of [ann, lena]) await submitUntilTaken(user);
    await findLedger(maker)
      .getByText(/waits? and will be sent/)
      .waitFor();
    await savePictures(maker.window, 'trouble-both-down');
    await waitForNoLoss(maker);
    await savePictures(maker.window, 'trouble-over');
    await ann.goTo('Ben Baker', 'Slack', 'billing');
    await expectOnce(ann, 'Billed for a house that was sold');
    await ann.goTo('Dev Desai', 'Teams', 'Repairs');
    await expectOnce(ann, 'The roof leaks again');
  });

  it('kill the bot while a form is open, which the restarted bot then takes', async () => {
    const [user, maker] = await openTwoPages(harness);
    await user.goTo('Ann Reporter', 'Slack', 'general');
    await fillInForm(user, steps.BILL, 'The standing order runs on');
    await injectFault(maker, 'Kill the bot');
    await savePictures(maker.window, 'trouble-killed');
    await submitUntilTaken(user);
    await waitForNoLoss(maker);
    await user.goTo('Ben Baker', 'Slack', 'billing');
    await expectOnce(user, 'The standing order runs on');
  });

  it('limit both platforms and deliver presses twice, and each message is there once', async () => {
    const [user, maker] = await openTwoPages(harness);
    await user.goTo('Ann Reporter', 'Slack', 'general');
    await fillInForm(user, steps.REPAIR, 'The lift stands still');
    for (const label of ['Limit Slack', 'Limit Teams', 'Slack twice'])
      await injectFault(maker, label);
    await steps.recordAsNew(user);
    await waitForNoLoss(maker);
    await injectFault(maker, 'Teams twice');
    await user.goTo('Dev Desai', 'Teams', 'Repairs');
    await expectOnce(user, 'The lift stands still');
    await steps.takeComplaint(user, 'Dev Desai');
    await waitForNoLoss(maker);
  });

  it('lose a reply: Slack has the message once, Teams perhaps twice, and the ledger says so', async () => {
    const [user, maker] = await openTwoPages(harness);
    await user.goTo('Ann Reporter', 'Slack', 'general');
    await fillInForm(user, steps.REPAIR, 'The light flickers');
    for (const label of ['Slack’s reply', 'Teams’ reply']) await injectFault(maker, label);
    await steps.recordAsNew(user);
    const verdict = findLedger(maker).getByText(
      /Nothing was lost\. 1 complaint was said again, once/,
    );
    await verdict.waitFor({ timeout: OUTAGE_MS });
    await savePictures(maker.window, 'trouble-said-again');
    await user.openConversation('Redress');
    await expectOnce(user, 'The light flickers');
  });

  it('are none when a complaint goes to another team: both cards are there, and none came twice', async () => {
    const [user, maker] = await openTwoPages(harness);
    await user.goTo('Ann Reporter', 'Slack', 'general');
    // of somebody else, so that it is not asked whether it is known
    const complaint = { ...steps.BILL, complainant: 'Mr Lamb', desiredOutcome: 'Light' };
    await fillInForm(user, complaint, 'The stairs are dark');
    await user.pressInForm('Record');
    await user.waitForForm('is recorded');
    await user.pressInForm('Change');
    await user.waitForForm('What it is about');
    await user.fillIn({ category: 'A late repair' });
    await user.pressInForm('Change');
    await user.waitForForm('is changed');
    await user.submitForm('They have been told');
    await user.goTo('Dev Desai', 'Teams', 'Repairs');
    await expectOnce(user, 'The stairs are dark');
    // the newest complaint is first
    const row = findLedger(maker).getByRole('row').filter({ hasText: 'C-' }).first();
    await row.filter({ hasText: /^C-\d+\s*1\s*1\s*0\s*all there$/ }).waitFor();
  });

  it('show in the activity log as requests, jobs, deliveries and calls, without anybody’s text', async () => {
    const user = await harness.openPage('Slack');
    await user.page.getByRole('button', { name: 'Underneath' }).click();
    const drawer = user.region('What happened underneath');
    for (const kind of ['request', 'job', 'delivery', 'call']) {
      await drawer.getByRole('cell', { name: kind, exact: true }).first().waitFor();
    }
    const text = await drawer.innerText();
    expect(text).to.include('/slack/events').and.to.include('chat.postMessage');
    expect(text).to.not.match(/flickers|stands still|meter|Smith|O’Neil/);
    await savePictures(user.window, 'underneath');
    await drawer.getByRole('checkbox', { name: /^Calls/ }).uncheck();
    expect(await drawer.getByRole('cell', { name: 'call', exact: true }).count()).to.equal(0);
  });
});

/** Fills in a complaint's form and leaves it open. */
async function fillInForm(
  user: PageUser,
  complaint: steps.ComplaintEntries,
  description: string,
): Promise<void> {
  await steps.openComplaintForm(user, description);
  await steps.fillInComplaint(user, complaint);
}

/** Opens a page for a person who works and one for faults; both may fail to reach the bot. */
async function openTwoPages(
  harness: BrowserHarness,
): Promise<readonly [user: PageUser, maker: PageUser]> {
  const user = await harness.openPage('Slack', { expectedErrors: REQUEST_ERRORS });
  const maker = await harness.openPage('Slack', { expectedErrors: REQUEST_ERRORS });
  // an open form lies over all pages of its person
  await maker.switchTo('Omar Officer');
  await maker.page.getByRole('button', { name: 'Make trouble', exact: true }).click();
  await maker.region('Make trouble').waitFor();
  // waits for the end of the faults of the test before
  await until(async () => !(await isFaultActive(maker)), 'no fault lasts', OUTAGE_MS);
  return [user, maker];
}

/** The part of the drawer that proves that nothing was lost. */
function findLedger(user: PageUser) {
  return user.region('Was anything lost?');
}

async function isFaultActive(maker: PageUser): Promise<boolean> {
  const status = await findLedger(maker).getByRole('status').innerText();
  return status === '' || /It is going on|is restarting|is away/.test(status);
}

async function injectFault(maker: PageUser, label: string): Promise<void> {
  const button = maker.region('Make trouble').getByRole('button', { name: label, exact: true });
  await button.click();
  const status = findLedger(maker).getByRole('status');
  await status.filter({ hasText: /It is going on|is restarting|is away|It is over/ }).waitFor();
}

/** Waits until the ledger says that nothing was lost. */
async function waitForNoLoss(user: PageUser): Promise<void> {
  const verdict = findLedger(user).getByText('It is over. Nothing was lost, nothing came twice.');
  await verdict.waitFor({ timeout: OUTAGE_MS });
}

async function submitUntilTaken(user: PageUser): Promise<void> {
  const button = user.form.getByRole('button', { name: 'Record', exact: true }).last();
  await until(
    async () => {
      await button.click({ timeout: 1000 }).catch(() => undefined);
      await button.waitFor({ state: 'hidden', timeout: 1500 }).catch(() => undefined);
      return !(await button.isVisible());
    },
    'the form is taken',
    OUTAGE_MS,
  );
  // In Teams the dialog says what was recorded.
  if (await user.form.isVisible()) await user.closeForm();
}

async function expectOnce(user: PageUser, text: string): Promise<void> {
  await user.waitForText(text);
  expect(await user.messages.getByText(text).count(), `number of messages: ${text}`).to.equal(1);
}
