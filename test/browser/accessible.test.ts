import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Desk } from './desk.js';
import * as steps from './steps.js';
import { describeInBrowser } from './suite.js';
import { expectNoSidewaysScroll, NARROW, NARROWEST, picture, WIDE } from './window.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe found: only what hinders people much, or keeps them out. */
const RUN_AXE = `axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, help, nodes }) => id + ': ' + help + ' ' + nodes
    .map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | ')))`;

describeInBrowser('the page for everybody: axe, dark and narrow windows', (room) => {
  let found: string[];
  beforeEach(() => {
    found = [];
  });

  it('in Slack: a channel with a card, a thread, menus, a form with errors', async () => {
    const desk = await room.desk('Slack');
    await desk.goes('Ann Reporter', 'Slack', 'general');
    found.push(...(await faultsOf(desk, 'slack-empty-channel')));
    await desk.composer.fill('/');
    await desk.page.getByRole('option').first().waitFor();
    found.push(...(await faultsOf(desk, 'slack-suggestions')));
    await steps.asksForForm(desk, 'Slack', 'The bill is wrong');
    await desk.form.getByRole('button', { name: 'Record', exact: true }).last().click();
    await desk.form
      .getByText(/Please|required|complete/i)
      .first()
      .waitFor();
    found.push(...(await faultsOf(desk, 'slack-form-errors')));
    await steps.fillsInComplaint(desk, steps.BILL);
    await desk.sends('Record');
    await desk.goes('Ben Baker', 'Slack', 'billing');
    await desk.reads('The bill is wrong');
    await steps.takes(desk, 'Ben Baker');
    found.push(...(await faultsOf(desk, 'slack-card')));
    await steps.repliesInThread(desk, 'The bill is wrong', 'I look into it');
    found.push(...(await faultsOf(desk, 'slack-thread')));
    expectNothing(found);
  });

  it('in Teams: a chat, a channel with a card and a reply, menus, a dialog with errors', async () => {
    const desk = await room.desk('Teams');
    await desk.goes('Ann Reporter', 'Teams', 'Redress');
    await steps.asksForForm(desk, 'Teams', 'The heating is cold');
    await desk.form.getByRole('button', { name: 'Record', exact: true }).last().click();
    await desk.form
      .getByText(/Please/)
      .first()
      .waitFor();
    found.push(...(await faultsOf(desk, 'teams-form-errors')));
    await steps.fillsInComplaint(desk, steps.REPAIR);
    await desk.sends('Record');
    await desk.reads('The heating is cold');
    found.push(...(await faultsOf(desk, 'teams-chat')));
    await desk.goes('Dev Desai', 'Teams', 'Repairs');
    await desk.reads('The heating is cold');
    await steps.takes(desk, 'Dev Desai');
    await desk.composer.fill('@');
    await desk.page.getByRole('option').first().waitFor();
    found.push(...(await faultsOf(desk, 'teams-suggestions')));
    await desk.composer.fill('');
    await desk.messages
      .getByRole('button', { name: /^More options/ })
      .last()
      .click();
    await desk.page.getByRole('menu').filter({ visible: true }).waitFor();
    found.push(...(await faultsOf(desk, 'teams-message-menu')));
    expectNothing(found);
  });

  it('in both: the menu of people, what fires next, trouble and what happened underneath', async () => {
    const desk = await room.desk('Slack');
    for (const world of ['Slack', 'Teams'] as const) {
      await desk.entersWorld(world);
      await desk.persona.click();
      await desk.page.getByRole('menu', { name: 'Who you are' }).waitFor();
      found.push(...(await faultsOf(desk, `${world.toLowerCase()}-people`)));
      await desk.page.keyboard.press('Escape');
      await desk.clock.getByRole('button', { name: /what fires next/ }).click();
      found.push(...(await faultsOf(desk, `${world.toLowerCase()}-what-fires-next`)));
      await desk.page.keyboard.press('Escape');
    }
    for (const [button, name, what] of [
      ['Make trouble', 'Make trouble', 'trouble'],
      ['Underneath', 'What happened underneath', 'underneath'],
    ] as const) {
      await desk.page.getByRole('button', { name: button, exact: true }).click();
      await desk.region(name).waitFor();
      found.push(...(await faultsOf(desk, `drawer-${what}`)));
    }
    expectNothing(found);
  });
});

function expectNothing(found: readonly string[]): void {
  expect(found.length, `what axe found:\n${found.join('\n')}\n`).to.equal(0);
}

/** Light and dark, wide and narrow: nothing serious is found, and nothing sticks out at the side. */
async function faultsOf(desk: Desk, what: string): Promise<readonly string[]> {
  const { page } = desk.window;
  await page.evaluate(AXE);
  const found: string[] = [];
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page, `${what} at ${size.width}`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const where = `${what}-${size.width}-${colorScheme}`;
      const violations = await desk.window.examine(() => page.evaluate<readonly string[]>(RUN_AXE));
      found.push(...violations.map((words) => `${where}: ${words}`));
    }
    await picture(desk.window, `dark-${what}-${size.width}`);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.setViewportSize(NARROWEST);
  await expectNoSidewaysScroll(page, `${what} at ${NARROWEST.width}`);
  await page.setViewportSize(WIDE);
  return found;
}
