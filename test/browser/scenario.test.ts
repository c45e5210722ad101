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
});
