import { expect } from 'chai';
import { type Desk, until } from './desk.js';
import * as steps from './steps.js';
import { describeInBrowser } from './suite.js';
import { pictures } from './window.js';

const FIRST_WORDS = 'Charged twice in March';

describeInBrowser('the guide through a first complaint', (room) => {
  it('leads through its five steps by its own buttons, and on to the follow-up', async () => {
    const desk = await room.desk('Slack');
    await desk.entersWorld('Teams');
    await stands(desk, '1 of 5: Report it');
    await showsMe(desk);
    await until(async () => (await desk.composer.inputValue()).includes(FIRST_WORDS), 'the words');
    await pictures(desk.window, 'guide-1-report');
    await desk.page.keyboard.press('Enter');
    await desk.hasForm('New complaint');
    await steps.fillsInComplaint(desk, steps.BILL);
    await desk.sends('Record');

    await stands(desk, '2 of 5: Take it on');
    await pressesWhatIsShown(desk, 'Take it');
    await stands(desk, '3 of 5: Promise something');
    await pictures(desk.window, 'guide-3-promise');
    await pressesWhatIsShown(desk, 'Record a promise');
    await desk.hasForm('Record a promise');
    await steps.entersPromise(desk, 'Slack', 'Paid back', await steps.daysOn(desk, 4));
    await desk.sends('Record');

    await stands(desk, '4 of 5: Let time pass');
    await pressesUntil(desk, 'To the next nudge', '5 of 5: Put it right');
    await pictures(desk.window, 'guide-5-resolve');
    await pressesWhatIsShown(desk, 'Resolve');
    await desk.hasForm('Resolve');
    await steps.entersResolution(desk, 'Paid back, and we apologised.');
    await desk.sends('Resolve');
    await stands(desk, /All five done/);
    await desk.region('Your first complaint').getByText('Now the other way round').waitFor();
    await pictures(desk.window, 'guide-done');
  });

  it('can be sent away and called back, and knows how far it was after a reload', async () => {
    const desk = await room.desk('Slack');
    const guide = desk.region('Your first complaint');
    const toggle = desk.page.getByRole('button', { name: 'Guide', exact: true });
    await stands(desk, /All five done/);
    await guide.getByRole('button', { name: 'Close the guide' }).click();
    await guide.waitFor({ state: 'hidden' });
    await desk.page.reload();
    await desk.persona.waitFor();
    expect(await guide.isVisible(), 'it stays away over a reload').to.equal(false);
    await toggle.click();
    await stands(desk, /All five done/);
  });

  it('adds three sample complaints at different stages, and starts over by one press', async () => {
    const desk = await room.desk('Slack');
    const guide = desk.region('Your first complaint');
    await guide.getByRole('button', { name: 'Add three sample complaints' }).click();
    await guide
      .getByRole('heading', { name: 'Three sample complaints' })
      .waitFor({ timeout: 60_000 });
    const samples = guide.getByRole('listitem').filter({ hasText: /^C-\d+/ });
    expect(await samples.allInnerTexts()).to.have.length(3);
    await desk.goes('Ben Baker', 'Slack', 'billing');
    await pictures(desk.window, 'samples-in-slack');
    await desk.goes('Dev Desai', 'Teams', 'Repairs');
    await desk.messages
      .getByRole('heading', { name: /^C-\d+/ })
      .first()
      .waitFor();
    await pictures(desk.window, 'samples-in-teams');

    await guide.getByRole('button', { name: 'Start over' }).click();
    await guide
      .getByRole('button', { name: 'Add three sample complaints' })
      .waitFor({ timeout: 60_000 });
    await stands(desk, '1 of 5: Report it');
    await desk.goes('Dev Desai', 'Teams', 'Repairs');
    expect(await desk.messages.getByText(/C-\d+/).count(), 'complaints that are left').to.equal(0);
    await desk.goes('Ben Baker', 'Slack', 'billing');
    expect(await desk.messages.getByText(/C-\d+/).count(), 'complaints that are left').to.equal(0);
    await pictures(desk.window, 'started-over');
  });
});

/** Waits until the guide stands at this step. */
async function stands(desk: Desk, line: string | RegExp): Promise<void> {
  const guide = desk.region('Your first complaint');
  await guide.getByText(line).first().waitFor();
}

async function showsMe(desk: Desk): Promise<void> {
  await desk.region('Your first complaint').getByRole('button', { name: 'Show me' }).click();
}

/** Lets the guide show it, and presses what has the focus then: it must be the button of this name. */
async function pressesWhatIsShown(desk: Desk, label: string): Promise<void> {
  await showsMe(desk);
  await until(async () => (await focusedWords(desk)) === label, `the focus is on “${label}”`);
  await desk.page.keyboard.press('Enter');
}

async function pressesUntil(desk: Desk, label: string, line: string): Promise<void> {
  await showsMe(desk);
  await until(async () => (await focusedWords(desk)) === label, `the focus is on “${label}”`);
  const there = desk.region('Your first complaint').getByText(line);
  for (let n = 0; n < 10 && (await there.count()) === 0; n += 1) {
    await desk.page.keyboard.press('Enter');
    await until(async () => (await there.count()) > 0, line, 3000).catch(() => undefined);
  }
  await there.waitFor();
}

async function focusedWords(desk: Desk): Promise<string> {
  return String(await desk.page.evaluate('document.activeElement?.textContent.trim()'));
}
