import { Keyboard } from './hands.js';
import * as steps from './steps.js';
import { describeInBrowser } from './suite.js';
import { walkWholeWay } from './whole-way.js';
import { NARROW, picture, pictures } from './window.js';

describeInBrowser('the whole way of a complaint in the browser', (room) => {
  it('is walked from Slack to Teams: filed, taken, promised, nudged, resolved, followed up', async () => {
    const desk = await room.desk();
    await walkWholeWay(desk, steps.REPAIR, (name) => pictures(desk.window, `way-${name}`));
  });

  it('is walked in a narrow and dark window', async () => {
    const desk = await room.desk('Slack', { size: NARROW, dark: true });
    const complaint = { ...steps.REPAIR, words: 'The gutter is broken' };
    await walkWholeWay(desk, complaint, (name) => picture(desk.window, `narrow-${name}`));
  });

  it('is walked with the keyboard alone', async () => {
    const desk = await room.desk('Slack', { hands: (page) => new Keyboard(page) });
    await walkWholeWay(desk, { ...steps.REPAIR, words: 'The tap drips again' }, async () => {});
  });
});
