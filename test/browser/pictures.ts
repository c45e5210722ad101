// `npm run pictures`: takes the four pictures of README and docs from the page as it is now.
import { join } from 'node:path';
import { Desk } from './desk.js';
import { startPlayground } from './playground.js';
import * as steps from './steps.js';
import { closeTheBrowser, WIDE } from './window.js';

/** Another folder may be named, to look at them first. */
const FOLDER = process.argv[2] ?? 'docs/images';

async function save({ page }: Desk, name: string): Promise<void> {
  // neither a pressed button nor a blinking caret belongs on a picture
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement?.blur()');
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  process.stdout.write(`${FOLDER}/${name}.png\n`);
}

/** Moves the clock to a morning, hour by hour: people look at complaints by day. */
async function toTheMorning(desk: Desk): Promise<void> {
  const hour = async () => new Date(await steps.botNow(desk)).getUTCHours();
  while ((await hour()) !== 10) await desk.moves('+1 hour');
}

/** Waits until the guide has heard of what was done last. */
async function guideStands(desk: Desk, line: string): Promise<void> {
  await desk.region('Your first complaint').getByText(line).waitFor();
}

/** Slack: a channel with a complaint that somebody has, and its thread. */
async function inSlack(desk: Desk): Promise<void> {
  await desk.goes('Ann Reporter', 'Slack', 'general');
  await steps.files(desk, 'Slack', steps.BILL);
  await desk.goes('Cleo Clarke', 'Slack', 'billing');
  await desk.reads(steps.BILL.words);
  await steps.repliesInThread(desk, steps.BILL.words, 'I can send the letter tomorrow.');
  await desk.goes('Ben Baker', 'Slack', 'billing');
  await steps.takes(desk, 'Ben Baker');
  await steps.promises(desk, 'Slack', 'The second payment is paid back');
  await steps.repliesInThread(desk, steps.BILL.words, 'Finance confirms it: charged twice.');
  await guideStands(desk, '4 of 5: Let time pass');
  await desk.clock.getByText(/^Next: /).waitFor();
  await desk.clock.getByText(/^New in /).waitFor({ state: 'hidden' });
  await save(desk, 'playground');
}

/** Teams: the other team's channel, with a promise, and then the reminder of it. */
async function inTeams(desk: Desk): Promise<void> {
  await desk.goes('Ann Reporter', 'Slack', 'general');
  await steps.files(desk, 'Slack', steps.REPAIR);
  await desk.goes('Dev Desai', 'Teams', 'Repairs');
  await steps.takes(desk, 'Dev Desai');
  await steps.acknowledges(desk);
  await steps.promises(desk, 'Teams', 'A fitter comes in the afternoon');
  await closesNotes(desk);
  await save(desk, 'playground-teams');
  await desk.opens('Redress');
  await steps.waitsFor(desk, /a promise about C-\d+ is nearly due/, /A promise is due/);
  await desk.clock.getByText(/^New in /).waitFor({ state: 'hidden' });
  await save(desk, 'playground-nudge');
}

async function closesNotes({ page }: Desk): Promise<void> {
  const cross = page.getByRole('button', { name: 'Close note' });
  while ((await cross.count()) > 0) await cross.first().click();
}

/** What becomes of complaints when things go wrong: the ledger. */
async function inTrouble(desk: Desk): Promise<void> {
  await desk.goes('Ben Baker', 'Slack', 'billing');
  await desk.page.getByRole('button', { name: 'Make trouble', exact: true }).click();
  const drawer = desk.region('Make trouble');
  await drawer.getByRole('button', { name: 'Kill the bot', exact: true }).click();
  await drawer
    .getByText('It is over. Nothing was lost, nothing came twice.')
    .waitFor({ timeout: 60_000 });
  await save(desk, 'playground-trouble');
}

const playground = await startPlayground();
try {
  const desk = await Desk.open(playground, 'Slack', { size: WIDE });
  await desk.becomes('Ann Reporter');
  await toTheMorning(desk);
  await inSlack(desk);
  await inTeams(desk);
  await inTrouble(desk);
} finally {
  await closeTheBrowser();
  await playground.stop();
}
