// `npm run pictures`: takes the four pictures of README and docs from the page as it is now.
import { join } from 'node:path';
import { closeBrowser, WIDE } from './browser-window.js';
import * as steps from './page-steps.js';
import { PageUser } from './page-user.js';
import { startPlayground } from './playground-process.js';

/** The first argument may name another folder, to look at the pictures first. */
const FOLDER = process.argv[2] ?? 'docs/images';

async function save({ page }: PageUser, name: string): Promise<void> {
  // no pressed button and no blinking caret in the picture
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement?.blur()');
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  process.stdout.write(`${FOLDER}/${name}.png\n`);
}

/** Moves the clock to a morning, hour by hour, so that the pictures show working hours. */
async function moveToMorning(user: PageUser): Promise<void> {
  const hour = async () => new Date(await steps.fetchBotTime(user)).getUTCHours();
  while ((await hour()) !== 10) await user.moveClock('+1 hour');
}

/** Waits until the guide shows this step. */
async function waitForGuide(user: PageUser, line: string): Promise<void> {
  await user.region('Your first complaint').getByText(line).waitFor();
}

/** Slack: a channel with an assigned complaint and its thread. */
async function pictureSlack(user: PageUser): Promise<void> {
  await user.goTo('Ann Reporter', 'Slack', 'general');
  await steps.fileComplaint(user, steps.BILL);
  await user.goTo('Cleo Clarke', 'Slack', 'billing');
  await user.waitForText(steps.BILL.description);
  await steps.replyInThread(user, steps.BILL.description, 'I can send the letter tomorrow.');
  await user.goTo('Ben Baker', 'Slack', 'billing');
  await steps.takeComplaint(user, 'Ben Baker');
  await steps.recordPromise(user, 'The second payment is paid back');
  await steps.replyInThread(user, steps.BILL.description, 'Finance confirms it: charged twice.');
  await waitForGuide(user, '4 of 5: Let time pass');
  await user.clock.getByText(/^Next: /).waitFor();
  await user.clock.getByText(/^New in /).waitFor({ state: 'hidden' });
  await save(user, 'playground');
}

/** Teams: the other team's channel with a promise, and then its reminder. */
async function pictureTeams(user: PageUser): Promise<void> {
  await user.goTo('Ann Reporter', 'Slack', 'general');
  await steps.fileComplaint(user, steps.REPAIR);
  await user.goTo('Dev Desai', 'Teams', 'Repairs');
  await steps.takeComplaint(user, 'Dev Desai');
  await steps.acknowledge(user);
  await steps.recordPromise(user, 'A fitter comes in the afternoon');
  await closeNotes(user);
  await save(user, 'playground-teams');
  await user.openConversation('Redress');
  await steps.moveClockUntil(user, /a promise about C-\d+ is nearly due/, /A promise is due/);
  await user.clock.getByText(/^New in /).waitFor({ state: 'hidden' });
  await save(user, 'playground-nudge');
}

async function closeNotes({ page }: PageUser): Promise<void> {
  const cross = page.getByRole('button', { name: 'Close note' });
  while ((await cross.count()) > 0) await cross.first().click();
}

/** The ledger after a fault. */
async function pictureFault(user: PageUser): Promise<void> {
  await user.goTo('Ben Baker', 'Slack', 'billing');
  await user.page.getByRole('button', { name: 'Make trouble', exact: true }).click();
  const drawer = user.region('Make trouble');
  await drawer.getByRole('button', { name: 'Kill the bot', exact: true }).click();
  await drawer
    .getByText('It is over. Nothing was lost, nothing came twice.')
    .waitFor({ timeout: 60_000 });
  await save(user, 'playground-trouble');
}

const playground = await startPlayground();
try {
  const user = await PageUser.open(playground, 'Slack', { size: WIDE });
  await user.switchTo('Ann Reporter');
  await moveToMorning(user);
  await pictureSlack(user);
  await pictureTeams(user);
  await pictureFault(user);
} finally {
  await closeBrowser();
  await playground.stop();
}
