import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { expectNoSidewaysScroll, NARROW, NARROWEST, savePicture, WIDE } from './browser-window.js';
import { describeInBrowser } from './harness.js';
import * as steps from './page-steps.js';
import type { PageUser } from './page-user.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs axe; gives only serious and critical violations. */
const RUN_AXE = `axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, help, nodes }) => id + ': ' + help + ' ' + nodes
    .map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | ')))`;

/** A word that no line can be broken in. */
const LONG = 'Pumpenhausverwaltungsgesellschaft'.repeat(9);

describeInBrowser('a word of 300 characters', (harness) => {
  const complaint = {
    description: LONG,
    complainant: LONG.slice(0, 150),
    desiredOutcome: LONG,
    account: LONG.slice(0, 150),
  };
  const places = [
    ['Slack', 'general', 'Ben Baker', 'billing', 'A wrong bill'],
    ['Teams', 'Redress', 'Dev Desai', 'Repairs', 'A late repair'],
  ] as const;
  for (const [platform, from, assignee, channel, category] of places) {
    it(`breaks no card, form or list of the page: ${platform}`, async () => {
      const user = await harness.openPage(platform);
      await user.goTo('Ann Reporter', platform, from);
      await steps.openComplaintForm(user, LONG);
      await expectNothingCut(user, 'form');
      await steps.fillInComplaint(user, { ...complaint, category });
      await steps.recordAsNew(user);
      await user.goTo(assignee, platform, channel);
      await user.sendMessage(LONG);
      await user.waitForText('What happened');
      await steps.takeComplaint(user, assignee);
      await user.openForm('Record a promise');
      await steps.fillInPromise(user, LONG, await steps.afternoonIn(user, 4));
      await user.submitForm('Record');
      await user.waitForText('Promise');
      await expectNothingCut(user, 'card');
      await user.pressButton('Details');
      await user.form.waitFor();
      await expectNothingCut(user, 'details');
      await user.closeForm();
      await user.page.getByRole('button', { name: 'Underneath', exact: true }).click();
      await user.region('What happened underneath').waitFor();
      await expectNothingCut(user, 'underneath');
    });
  }
});

/** The words at the top of the page that stand on more than one line. */
const FIND_BROKEN = `[...document.querySelectorAll('.top h1, .world')].filter((element) => {
  const range = document.createRange();
  range.selectNodeContents(element.firstChild);
  return range.getClientRects().length > 1;
}).map((element) => element.firstChild.textContent)`;

describeInBrowser('a narrow window', (harness) => {
  it('breaks no word at its top, whoever one is', async () => {
    const user = await harness.openPage('Teams');
    await user.page.setViewportSize(NARROW);
    for (const person of ['Ann Reporter', 'Rita Reyes', 'Omar Officer']) {
      await user.switchTo(person);
      const broken = await user.page.evaluate<readonly string[]>(FIND_BROKEN);
      expect(broken, person).to.deep.equal([]);
      await expectNoSidewaysScroll(user.page, person);
    }
  });
});

/** What reaches over the edge of the window, or of what contains it, without an ellipsis. */
const FIND_CUT = `[...document.querySelectorAll(':is(main, dialog, aside, section) *')].filter((element) => {
  const { width, right } = element.getBoundingClientRect();
  if (width <= 1 || !element.checkVisibility({ visibilityProperty: true })) return false;
  const isShortened = (one) => one !== null &&
    (getComputedStyle(one).textOverflow === 'ellipsis' || isShortened(one.parentElement));
  if (isShortened(element)) return false;
  const { overflowX, clipPath } = getComputedStyle(element);
  if (clipPath !== 'none') return false;
  const isField = element.matches('input, textarea, select');
  const scrolls = !isField && overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
  return scrolls || right > document.documentElement.clientWidth + 1;
}).map((element) => element.tagName + '.' + element.className)`;

async function expectNothingCut(user: PageUser, what: string): Promise<void> {
  const { page } = user.window;
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await savePicture(user.window, `long-word-${user.platform}-${what}-${size.width}`);
    const cut = await page.evaluate<readonly string[]>(FIND_CUT);
    expect(cut, `${what} at ${size.width}`).to.deep.equal([]);
    await expectNoSidewaysScroll(page, what);
  }
  await page.setViewportSize(WIDE);
}

describeInBrowser('the accessibility of the page: axe, dark and narrow windows', (harness) => {
  let found: string[];
  beforeEach(() => {
    found = [];
  });

  it('is good in Slack: a channel with a card, a thread, menus, a form with errors', async () => {
    const user = await harness.openPage('Slack');
    await user.goTo('Ann Reporter', 'Slack', 'general');
    found.push(...(await findViolations(user, 'slack-empty-channel')));
    await user.composer.fill('/');
    await user.page.getByRole('option').first().waitFor();
    found.push(...(await findViolations(user, 'slack-suggestions')));
    await steps.openComplaintForm(user, 'The bill is wrong');
    await user.fillIn({ description: '' });
    await user.pressInForm('Record');
    await user.form
      .getByText(/Please|required|complete/i)
      .first()
      .waitFor();
    found.push(...(await findViolations(user, 'slack-form-errors')));
    await user.fillIn({ description: 'The bill is wrong' });
    await steps.fillInComplaint(user, steps.BILL);
    await steps.recordAsNew(user);
    await user.goTo('Ben Baker', 'Slack', 'billing');
    await user.waitForText('The bill is wrong');
    await steps.takeComplaint(user, 'Ben Baker');
    found.push(...(await findViolations(user, 'slack-card')));
    await steps.replyInThread(user, 'The bill is wrong', 'I look into it');
    found.push(...(await findViolations(user, 'slack-thread')));
    expectNoViolations(found);
  });

  it('is good in Teams: a chat, a channel with a card, menus, a dialog with errors', async () => {
    const user = await harness.openPage('Teams');
    await user.goTo('Ann Reporter', 'Teams', 'Redress');
    await steps.openComplaintForm(user, 'The heating is cold');
    await user.fillIn({ description: '' });
    await user.pressInForm('Record');
    await user.form
      .getByText(/Please/)
      .first()
      .waitFor();
    found.push(...(await findViolations(user, 'teams-form-errors')));
    await user.fillIn({ description: 'The heating is cold' });
    await steps.fillInComplaint(user, steps.REPAIR);
    await steps.recordAsNew(user);
    await user.waitForText('The heating is cold');
    found.push(...(await findViolations(user, 'teams-chat')));
    await user.goTo('Dev Desai', 'Teams', 'Repairs');
    await user.waitForText('The heating is cold');
    await steps.takeComplaint(user, 'Dev Desai');
    await user.composer.fill('@');
    await user.page.getByRole('option').first().waitFor();
    found.push(...(await findViolations(user, 'teams-suggestions')));
    await user.composer.fill('');
    await user.messages
      .getByRole('button', { name: /^More options/ })
      .last()
      .click();
    await user.page.getByRole('menu').filter({ visible: true }).waitFor();
    found.push(...(await findViolations(user, 'teams-message-menu')));
    expectNoViolations(found);
  });

  it('is good on both: the menu of people, what fires next, faults and the activity log', async () => {
    const user = await harness.openPage('Slack');
    for (const platform of ['Slack', 'Teams'] as const) {
      await user.switchPlatform(platform);
      await user.personaButton.click();
      await user.page.getByRole('menu', { name: 'Who you are' }).waitFor();
      found.push(...(await findViolations(user, `${platform.toLowerCase()}-people`)));
      await user.page.keyboard.press('Escape');
      await user.clock.getByRole('button', { name: /what fires next/ }).click();
      found.push(...(await findViolations(user, `${platform.toLowerCase()}-what-fires-next`)));
      await user.page.keyboard.press('Escape');
    }
    for (const [button, name, what] of [
      ['Make trouble', 'Make trouble', 'trouble'],
      ['Underneath', 'What happened underneath', 'underneath'],
    ] as const) {
      await user.page.getByRole('button', { name: button, exact: true }).click();
      await user.region(name).waitFor();
      found.push(...(await findViolations(user, `drawer-${what}`)));
    }
    expectNoViolations(found);
  });
});

function expectNoViolations(found: readonly string[]): void {
  expect(found.length, `axe found:\n${found.join('\n')}\n`).to.equal(0);
}

/** Violations in light and dark, wide and narrow; no size may scroll sideways. */
async function findViolations(user: PageUser, what: string): Promise<readonly string[]> {
  const { page } = user.window;
  await page.evaluate(AXE);
  const found: string[] = [];
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page, `${what} at ${size.width}`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const where = `${what}-${size.width}-${colorScheme}`;
      const violations = await user.window.runTool(() => page.evaluate<readonly string[]>(RUN_AXE));
      found.push(...violations.map((violation) => `${where}: ${violation}`));
    }
    await savePicture(user.window, `dark-${what}-${size.width}`);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.setViewportSize(NARROWEST);
  await expectNoSidewaysScroll(page, `${what} at ${NARROWEST.width}`);
  await page.setViewportSize(WIDE);
  return found;
}
