import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { savePicture } from '../browser-window.js';
import { describeInBrowser } from '../harness.js';
import { type InputMethod, MOUSE } from '../input-method.js';
import * as steps from '../page-steps.js';
import type { PageUser } from '../page-user.js';

/** So many fields a person fills in at most, and so often they press, beside typing the texts. */
const MOST = { answers: 4, presses: 12 };

/** A window in which the form for a complaint scrolls, px. */
const LOW = { width: 900, height: 420 };

/** Two matters about which one category has words, so that neither seems to be the other. */
const MATTERS = {
  Slack: { words: 'The boiler is cold, and nobody came', wish: 'Heat today' },
  Teams: { words: 'A boiler leaks in the bathroom', wish: 'That it stops' },
} as const;

/** A mouse that counts: a press for each click, and one to get into a field. */
function createCountingMouse(): InputMethod & { readonly counts: { presses: number } } {
  const counts = { presses: 0 };
  const count =
    <T extends readonly unknown[]>(act: (...args: T) => Promise<void>) =>
    async (...args: T): Promise<void> => {
      counts.presses += 1;
      await act(...args);
    };
  return {
    counts,
    press: count(MOUSE.press),
    pick: count(MOUSE.pick),
    write: count(MOUSE.write),
    // opens the menu, then chooses
    choose: async (...args) => {
      counts.presses += 2;
      await MOUSE.choose(...args);
    },
    tick: count(MOUSE.tick),
  };
}

/** Is all of the open form to be seen without scrolling? Texts scroll in their own fields. */
async function isWhole({ page }: PageUser): Promise<boolean> {
  const scrolls = await page.evaluate(
    `[...document.querySelectorAll('dialog[open], dialog[open] *')]
      .filter((one) => one.tagName !== 'TEXTAREA')
      .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY))
      .some((one) => one.scrollHeight > one.clientHeight + 1)`,
  );
  return scrolls === false;
}

/** How far what scrolls in the open form is scrolled, px. Texts scroll in their own fields. */
async function readScroll({ page }: PageUser): Promise<number> {
  return page.evaluate(
    `[...document.querySelectorAll('dialog[open] *')]
      .filter((one) => one.tagName !== 'TEXTAREA')
      .find((one) => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY === 'auto')
      ?.scrollTop ?? 0`,
  );
}

/** Has this part of the page the focus? */
function hasFocus(part: Locator): Promise<boolean> {
  return part.evaluate((node) => node.matches(':focus'));
}

describeInBrowser('recording a complaint in the browser', (harness) => {
  for (const platform of ['Slack', 'Teams'] as const) {
    it(`takes few answers and few presses in ${platform}, and no scrolling`, async () => {
      const mouse = createCountingMouse();
      const user = await harness.openPage(platform, { input: () => mouse });
      await user.goTo('Ann Reporter', platform, platform === 'Slack' ? 'general' : 'Redress');
      mouse.counts.presses = 0;
      const { words, wish } = MATTERS[platform];
      await steps.openComplaintForm(user, words);
      const fields = user.form.locator('input:visible, textarea:visible, select:visible');
      expect(await fields.count()).to.be.at.most(MOST.answers);
      expect(await isWhole(user), 'without scrolling').to.equal(true);
      await savePicture(user.window, `intake-${platform.toLowerCase()}`);
      // what it is about is filled in from the words
      await user.fillIn({ complainant: 'Mr O’Neil', desiredOutcome: wish });
      await user.pressInForm('Record');
      await user.waitForForm('is recorded');
      expect(await isWhole(user), 'without scrolling').to.equal(true);
      expect(await user.form.innerText()).to.include('A late repair');
      await savePicture(user.window, `recorded-${platform.toLowerCase()}`);
      await user.submitForm('They have been told');
      expect(mouse.counts.presses).to.be.at.most(MOST.presses);
      await user.openConversation('Redress');
      await user.waitForText('Acknowledged');
    });

    it(`keeps what was entered when More details is pressed in ${platform}`, async () => {
      const user = await harness.openPage(platform);
      await user.goTo('Ann Reporter', platform, platform === 'Slack' ? 'general' : 'Redress');
      await steps.openComplaintForm(user, `A bill that is wrong, in ${platform}`);
      await user.fillIn({ complainant: 'Mrs Smith' });
      await user.pressInForm('More details');
      const email = user.form.getByRole('textbox', { name: /^E-mail/ });
      await email.waitFor();
      expect(await user.form.getByLabel(/Who complained/).inputValue()).to.equal('Mrs Smith');
      await email.fill('no address');
      await user.pressInForm('Record');
      await user.form.getByText(/This is no e-mail address/).waitFor();
      await email.fill(`smith.${platform.toLowerCase()}@example.org`);
      await user.submitForm('Record');
      await user.openConversation('Redress');
      await user.waitForText(`A bill that is wrong, in ${platform}`);
      await user.waitForText(/what they want/);
    });
  }

  it('leaves people where they are while the form in Slack changes', async () => {
    const user = await harness.openPage('Slack', { size: LOW });
    await user.goTo('Ann Reporter', 'Slack', 'general');
    const account = { complainant: 'Mrs Hill', account: 'H-31' };
    await steps.fileComplaint(user, { ...steps.BILL, ...account, description: 'No hot water' });
    await user.openConversation('general');
    await steps.openComplaintForm(user, 'The tap drips');
    await user.form.getByRole('button', { name: 'More details' }).scrollIntoViewIfNeeded();
    const before = await readScroll(user);
    expect(before, 'the form scrolls').to.be.above(0);
    await user.pressInForm('More details');
    const isAnonymous = user.form.getByRole('checkbox').first();
    await isAnonymous.waitFor();
    expect(await readScroll(user), 'after More details').to.equal(before);
    expect(await hasFocus(isAnonymous), 'the first of the fields that were added').to.equal(true);

    await user.fillIn({ complainant: 'Mr Frost', account: 'h 31' });
    await user.page.keyboard.press('Tab');
    const phone = user.form.getByLabel(/^Telephone/);
    await phone.pressSequentially('0113');
    await phone.press('ArrowLeft');
    const at = await readScroll(user);
    const question = user.form.getByText(steps.KNOWN).first();
    await question.waitFor();
    expect(await readScroll(user), 'after the question').to.equal(at);
    expect(await hasFocus(phone)).to.equal(true);
    await user.page.keyboard.type('4');
    expect(await phone.inputValue()).to.equal('01143');
    await user.closeForm();
  });

  it('shows the top of the form in Slack when Record asks whether it is known already', async () => {
    const user = await harness.openPage('Slack', { size: LOW });
    await user.goTo('Ann Reporter', 'Slack', 'general');
    const complaint = { ...steps.BILL, complainant: 'Mrs Dale', description: 'The gate is stuck' };
    await steps.fileComplaint(user, complaint);
    await user.openConversation('general');
    await steps.openComplaintForm(user, complaint.description);
    await steps.fillInComplaint(user, complaint);
    await user.form.getByRole('button', { name: 'More details' }).scrollIntoViewIfNeeded();
    expect(await readScroll(user), 'the form scrolls').to.be.above(0);
    await user.pressInForm('Record');
    await user.form.getByText(steps.KNOWN).first().waitFor();
    expect(await readScroll(user)).to.equal(0);
    expect(await hasFocus(user.form.getByRole('radio', { checked: true }))).to.equal(true);
    await user.closeForm();
  });

  for (const [channel, what] of [
    ['front-desk', 'It is private'],
    ['social', 'Redress is not in this conversation'],
  ] as const) {
    it(`begins with a message in #${channel} of Slack, and says: ${what}`, async () => {
      const user = await harness.openPage('Slack');
      await user.goTo('Omar Officer', 'Slack', channel);
      await user.sendMessage('Mrs Vale says the lamp is out');
      await user.goTo('Ann Reporter', 'Slack', channel);
      const message = user.findMessage('Mrs Vale says');
      await message.hover();
      await message.getByRole('button', { name: 'More actions' }).click();
      await user.page.getByRole('menuitem', { name: /Record a complaint/ }).click();
      await user.waitForForm('New complaint');
      await user.form.getByText(what).waitFor();
      await user.closeForm();
    });
  }
});
