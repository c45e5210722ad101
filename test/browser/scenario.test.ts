import { NARROW, savePicture, savePictures } from './browser-window.js';
import { describeInBrowser } from './harness.js';
import { Keyboard } from './input-method.js';
import * as steps from './page-steps.js';
import { runScenario } from './scenario.js';

describeInBrowser('a complaint from filing to follow-up in the browser', (harness) => {
  it('goes from Slack to Teams: filed, taken, promised, nudged, resolved, followed up', async () => {
    const user = await harness.openPage();
    await runScenario(user, steps.REPAIR, (name) => savePictures(user.window, `way-${name}`));
  });

  it('works in a narrow and dark window', async () => {
    const user = await harness.openPage('Slack', { size: NARROW, dark: true });
    const complaint = { ...steps.REPAIR, description: 'The gutter is broken' };
    await runScenario(user, complaint, (name) => savePicture(user.window, `narrow-${name}`));
  });

  it('works with the keyboard alone', async () => {
    const user = await harness.openPage('Slack', { input: (page) => new Keyboard(page) });
    await runScenario(
      user,
      { ...steps.REPAIR, description: 'The tap drips again' },
      async () => {},
    );
  });

  for (const [platform, complaint, person, channel] of [
    ['Slack', steps.BILL, 'Ben Baker', 'billing'],
    ['Teams', steps.REPAIR, 'Dev Desai', 'Repairs'],
  ] as const) {
    it(`is snoozed from the menu of its reminder in ${platform}`, async () => {
      const user = await harness.openPage(platform);
      await user.goTo('Ann Reporter', platform, platform === 'Slack' ? 'general' : 'Redress');
      const reference = await steps.fileComplaint(user, complaint);
      await user.goTo(person, platform, channel);
      await user.waitForText(complaint.description);
      await steps.takeComplaint(user, person);
      await user.openConversation('Redress');
      const due = new RegExp(`${reference} is to be acknowledged`);
      await steps.moveClockUntil(user, due, /Please tell the complainant/);
      const reminder = user.findMessage('Please tell the complainant');
      await reminder
        .getByText(/Recorded by|took it/)
        .last()
        .waitFor();
      await savePictures(user.window, `reminder-in-${platform.toLowerCase()}`);
      await reminder
        .getByRole('button', { name: /^More (actions|options)$/ })
        .first()
        .click();
      await user.page.getByRole('menuitem', { name: 'Snooze until…' }).click();
      await user.waitForForm('Snooze');
      await user.form.getByLabel(/Until when/).fill('in 2 working days');
      await savePictures(user.window, `snooze-in-${platform.toLowerCase()}`);
      await user.submitForm('Snooze');
      await user.waitForText(/Snoozed until/);
    });
  }
});
