import { expect } from 'chai';
import { savePictures } from './browser-window.js';
import { describeInBrowser } from './harness.js';
import * as steps from './page-steps.js';
import { type PageUser, until } from './page-user.js';

const FIRST_WORDS = 'Charged twice in March';
/** Longer than a card needs to be posted on a busy machine, real ms. */
const SHOWN_MS = 40_000;

describeInBrowser('the guide through a first complaint', (harness) => {
  it('leads through its five steps with its own buttons', async () => {
    const user = await harness.openPage('Slack');
    await user.switchPlatform('Teams');
    await waitForStep(user, '1 of 5: Report it');
    await showMe(user);
    await until(async () => (await user.composer.inputValue()).includes(FIRST_WORDS), 'the words');
    await savePictures(user.window, 'guide-1-report');
    await user.page.keyboard.press('Enter');
    await user.waitForForm('New complaint');
    await steps.fillInComplaint(user, steps.BILL);
    await steps.recordAsNew(user);

    await waitForStep(user, '2 of 5: Take it on');
    const other = await harness.openPage('Slack');
    await whilePosting(user, async () => {
      await showMe(user);
      await user
        .region('Your first complaint')
        .getByText(/Redress is posting C-/)
        .waitFor();
    });
    // whatever happens makes the page ask again
    await other.sendMessage('Good morning');
    await pressFocused(user, 'Take it');
    await waitForStep(user, '3 of 5: Promise something');
    await savePictures(user.window, 'guide-3-promise');
    await pressShown(user, 'Record a promise');
    await user.waitForForm('Record a promise');
    await steps.fillInPromise(user, 'Paid back', await steps.afternoonIn(user, 4));
    await user.submitForm('Record');

    await waitForStep(user, '4 of 5: Let time pass');
    await pressUntil(user, 'To the next nudge', '5 of 5: Put it right');
    await savePictures(user.window, 'guide-5-resolve');
    await pressShown(user, 'Resolve');
    await user.waitForForm('Resolve');
    await steps.fillInResolution(user, 'Paid back, and we apologised.');
    await user.submitForm('Resolve');
    await waitForStep(user, /All five done/);
    await user.region('Your first complaint').getByText('Now the other way round').waitFor();
    await savePictures(user.window, 'guide-done');
  });

  it('offers other ways to record, with the words ready', async () => {
    const user = await harness.openPage('Slack');
    const offers = {
      'The same customer calls again': /^\/complaint She rang again/,
      'Somebody wrote it in a channel': /^Mr Hall is at the desk/,
      'It is about a colleague': /^\/complaint He was told/,
    };
    for (const [label, words] of Object.entries(offers)) {
      await user.region('Your first complaint').getByRole('button', { name: label }).click();
      await until(async () => words.test(await user.composer.inputValue()), `${label}: the words`);
    }
  });

  it('can be closed and opened again, and keeps its step over a reload', async () => {
    const user = await harness.openPage('Slack');
    const guide = user.region('Your first complaint');
    const toggle = user.page.getByRole('button', { name: 'Guide', exact: true });
    await waitForStep(user, /All five done/);
    await guide.getByRole('button', { name: 'Close the guide' }).click();
    await guide.waitFor({ state: 'hidden' });
    await user.page.reload();
    await user.personaButton.waitFor();
    expect(await guide.isVisible(), 'it stays closed over a reload').to.equal(false);
    await toggle.click();
    await waitForStep(user, /All five done/);
  });

  it('adds three sample complaints at different stages, and starts over with one press', async () => {
    // The bot is away while it starts over.
    const user = await harness.openPage('Slack', { expectedErrors: /status of 503 .*\/lab\// });
    const guide = user.region('Your first complaint');
    await guide.getByRole('button', { name: 'Add three sample complaints' }).click();
    await guide
      .getByRole('heading', { name: 'Three sample complaints' })
      .waitFor({ timeout: 60_000 });
    const samples = guide.getByRole('listitem').filter({ hasText: /^C-\d+/ });
    expect(await samples.allInnerTexts()).to.have.length(3);
    await user.goTo('Ben Baker', 'Slack', 'billing');
    await savePictures(user.window, 'samples-in-slack');
    await user.goTo('Dev Desai', 'Teams', 'Repairs');
    await user.messages
      .getByRole('heading', { name: /^C-\d+/ })
      .first()
      .waitFor();
    await savePictures(user.window, 'samples-in-teams');

    await guide.getByRole('button', { name: 'Start over' }).click();
    await guide
      .getByRole('button', { name: 'Add three sample complaints' })
      .waitFor({ timeout: 60_000 });
    await waitForStep(user, '1 of 5: Report it');
    await user.goTo('Dev Desai', 'Teams', 'Repairs');
    expect(await user.messages.getByText(/C-\d+/).count(), 'complaints that are left').to.equal(0);
    await user.goTo('Ben Baker', 'Slack', 'billing');
    expect(await user.messages.getByText(/C-\d+/).count(), 'complaints that are left').to.equal(0);
    await savePictures(user.window, 'started-over');
  });
});

/** Waits until the guide shows this step. */
async function waitForStep(user: PageUser, line: string | RegExp): Promise<void> {
  const guide = user.region('Your first complaint');
  await guide.getByText(line).first().waitFor();
}

async function showMe(user: PageUser): Promise<void> {
  await user.region('Your first complaint').getByRole('button', { name: 'Show me' }).click();
}

/** Lets the guide show the button, and presses it. */
async function pressShown(user: PageUser, label: string): Promise<void> {
  await showMe(user);
  await pressFocused(user, label);
}

/** Waits until the button has the focus, and presses it. */
async function pressFocused(user: PageUser, label: string): Promise<void> {
  const hasFocus = async () => (await readFocusedText(user)) === label;
  await until(hasFocus, `the focus is on “${label}”`, SHOWN_MS);
  await user.page.keyboard.press('Enter');
}

const STATE_ADDRESS = '**/frame/state';

/** Runs `work` on a page which learns meanwhile that no card is posted yet. */
async function whilePosting(user: PageUser, work: () => Promise<void>): Promise<void> {
  await user.page.route(STATE_ADDRESS, async (route) => {
    const response = await route.fetch();
    const state = (await response.json()) as { complaints: object[] | null };
    const posting = state.complaints?.map((one) => ({ ...one, place: null, waiting: 1 }));
    await route.fulfill({ response, json: { ...state, complaints: posting ?? null } });
  });
  await user.page.reload();
  await waitForStep(user, '2 of 5: Take it on');
  await work();
  await user.page.unrouteAll({ behavior: 'wait' });
}

async function pressUntil(user: PageUser, label: string, line: string): Promise<void> {
  await showMe(user);
  const hasFocus = async () => (await readFocusedText(user)) === label;
  await until(hasFocus, `the focus is on “${label}”`, SHOWN_MS);
  const there = user.region('Your first complaint').getByText(line);
  for (let n = 0; n < 10 && (await there.count()) === 0; n += 1) {
    await user.page.keyboard.press('Enter');
    await until(async () => (await there.count()) > 0, line, 3000).catch(() => undefined);
  }
  await there.waitFor();
}

async function readFocusedText(user: PageUser): Promise<string> {
  return String(await user.page.evaluate('document.activeElement?.textContent.trim()'));
}
