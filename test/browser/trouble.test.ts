import { expect } from 'chai';
import { type Desk, until, type World } from './desk.js';
import * as steps from './steps.js';
import { describeInBrowser, type Room } from './suite.js';
import { pictures } from './window.js';

/** An outage lasts 20 s; what it held up comes within seconds after it. Real ms. */
const OVER_MS = 60_000;
/** What a page says on its console of requests the bot does not answer now. */
const TROUBLE = /status of (50\d|409|429)/;

describeInBrowser('the trouble one can make in the playground', (room) => {
  it('holds up what people send while the database and then both platforms are away, and loses none', async () => {
    const [ann, maker] = await two(room);
    const lena = await room.desk('Teams', { expects: TROUBLE });
    await lena.goes('Lena Lead', 'Teams', 'Redress');
    await fillsIn(lena, 'Teams', steps.BILL, 'Billed for a house that was sold');
    await ann.goes('Ann Reporter', 'Slack', 'general');
    await fillsIn(ann, 'Slack', steps.REPAIR, 'The roof leaks again');
    await makes(maker, 'Database away');
    for (const desk of [ann, lena]) {
      await desk.form.getByRole('button', { name: 'Record', exact: true }).last().click();
      await desk.page
        .getByText(/could not be saved just now/)
        .first()
        .waitFor();
    }
    await pictures(ann.window, 'trouble-database-away');
    // late in its 20 s, so that what is sent then meets platforms that are away
    await maker.page
      .getByText(/\b[1-8] s left/)
      .first()
      .waitFor({ timeout: OVER_MS });
    for (const label of ['Slack down', 'Teams down']) await makes(maker, label);
    for (const desk of [ann, lena]) await sendsUntilTaken(desk);
    await ledger(maker)
      .getByText(/waits? and will be sent/)
      .waitFor();
    await pictures(maker.window, 'trouble-both-down');
    await nothingWasLost(maker);
    await pictures(maker.window, 'trouble-over');
    await ann.goes('Ben Baker', 'Slack', 'billing');
    await isSaidOnce(ann, 'Billed for a house that was sold');
    await ann.goes('Dev Desai', 'Teams', 'Repairs');
    await isSaidOnce(ann, 'The roof leaks again');
  });

  it('kills the bot under the hands of somebody, who sends their form to the next one', async () => {
    const [desk, maker] = await two(room);
    await desk.goes('Ann Reporter', 'Slack', 'general');
    await fillsIn(desk, 'Slack', steps.BILL, 'The standing order runs on');
    await makes(maker, 'Kill the bot');
    await pictures(maker.window, 'trouble-killed');
    await sendsUntilTaken(desk);
    await nothingWasLost(maker);
    await desk.goes('Ben Baker', 'Slack', 'billing');
    await isSaidOnce(desk, 'The standing order runs on');
  });

  it('limits both platforms and delivers what is pressed twice, and everything is there once', async () => {
    const [desk, maker] = await two(room);
    await desk.goes('Ann Reporter', 'Slack', 'general');
    await fillsIn(desk, 'Slack', steps.REPAIR, 'The lift stands still');
    for (const label of ['Limit Slack', 'Limit Teams', 'Slack twice']) await makes(maker, label);
    await desk.sends('Record');
    await nothingWasLost(maker);
    await makes(maker, 'Teams twice');
    await desk.goes('Dev Desai', 'Teams', 'Repairs');
    await isSaidOnce(desk, 'The lift stands still');
    await steps.takes(desk, 'Dev Desai');
    await nothingWasLost(maker);
  });

  it('loses a reply: Slack has it once, Teams perhaps once more, and the ledger says so', async () => {
    const [desk, maker] = await two(room);
    await desk.goes('Ann Reporter', 'Slack', 'general');
    await fillsIn(desk, 'Slack', steps.REPAIR, 'The light flickers');
    for (const label of ['Slack’s reply', 'Teams’ reply']) await makes(maker, label);
    await desk.sends('Record');
    const verdict = ledger(maker).getByText(/Nothing was lost\. 1 complaint was said again, once/);
    await verdict.waitFor({ timeout: OVER_MS });
    await pictures(maker.window, 'trouble-said-again');
    await desk.opens('Redress');
    await isSaidOnce(desk, 'The light flickers');
  });

  it('shows underneath the requests, jobs, deliveries and calls of all this, and nobody’s words', async () => {
    const desk = await room.desk('Slack');
    await desk.page.getByRole('button', { name: 'Underneath' }).click();
    const drawer = desk.region('What happened underneath');
    for (const kind of ['request', 'job', 'delivery', 'call']) {
      await drawer.getByRole('cell', { name: kind, exact: true }).first().waitFor();
    }
    const text = await drawer.innerText();
    expect(text).to.include('/slack/events').and.to.include('chat.postMessage');
    expect(text).to.not.match(/flickers|stands still|meter|Smith|O’Neil/);
    await pictures(desk.window, 'underneath');
    await drawer.getByRole('checkbox', { name: /^Calls/ }).uncheck();
    expect(await drawer.getByRole('cell', { name: 'call', exact: true }).count()).to.equal(0);
  });
});

/** Fills in a complaint's form as the person at this desk, and leaves it open. */
async function fillsIn(
  desk: Desk,
  world: World,
  complaint: steps.Complaint,
  words: string,
): Promise<void> {
  await steps.asksForForm(desk, world, words);
  await steps.fillsInComplaint(desk, complaint);
}

/** One who works, and one beside them who makes trouble; their pages may fail to reach the bot. */
async function two(room: Room): Promise<readonly [desk: Desk, maker: Desk]> {
  const desk = await room.desk('Slack', { expects: TROUBLE });
  const maker = await room.desk('Slack', { expects: TROUBLE });
  // a form that is open lies over all the pages of its person
  await maker.becomes('Omar Officer');
  await maker.page.getByRole('button', { name: 'Make trouble', exact: true }).click();
  await maker.region('Make trouble').waitFor();
  // what a test before this one made is over
  await until(async () => !(await isGoingOn(maker)), 'there is no trouble', OVER_MS);
  return [desk, maker];
}

/** The part of the drawer that proves what became of it. */
function ledger(desk: Desk) {
  return desk.region('Was anything lost?');
}

async function isGoingOn(maker: Desk): Promise<boolean> {
  const said = await ledger(maker).getByRole('status').innerText();
  return said === '' || /It is going on|is restarting|is away/.test(said);
}

async function makes(maker: Desk, label: string): Promise<void> {
  const button = maker.region('Make trouble').getByRole('button', { name: label, exact: true });
  await button.click();
  const said = ledger(maker).getByRole('status');
  await said.filter({ hasText: /It is going on|is restarting|is away|It is over/ }).waitFor();
}

/** Waits until the ledger says so. */
async function nothingWasLost(desk: Desk): Promise<void> {
  const said = ledger(desk).getByText('It is over. Nothing was lost, nothing came twice.');
  await said.waitFor({ timeout: OVER_MS });
}

async function sendsUntilTaken(desk: Desk): Promise<void> {
  const button = desk.form.getByRole('button', { name: 'Record', exact: true }).last();
  await until(
    async () => {
      await button.click({ timeout: 1000 }).catch(() => undefined);
      await desk.form.waitFor({ state: 'hidden', timeout: 1500 }).catch(() => undefined);
      return !(await desk.form.isVisible());
    },
    'the form is taken',
    OVER_MS,
  );
}

async function isSaidOnce(desk: Desk, words: string): Promise<void> {
  await desk.reads(words);
  expect(await desk.messages.getByText(words).count(), `how often it says ${words}`).to.equal(1);
}
