import { waitUntil } from '../../support/wait-until.js';
import type { BotInProcess } from '../support/bot-in-process.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, findPosts, startOnMonday } from '../support/intake-helpers.js';

/** Less than the five minutes after which the requests of a platform are refused, ms. */
const SET_BACK_MS = 4 * 60_000;

for (const platform of ['slack', 'teams'] as const) {
  describe(`a clock that is set back while Redress is on ${platform}`, function () {
    this.timeout(60_000);
    let harness: Harness;
    before(async () => {
      const platforms = { reporter: platform, team: platform };
      harness = await startOnMonday({ platforms, isInProcess: true });
    });
    after(() => harness.close());

    it('holds back no message', async () => {
      const id = await fileComplaint(harness);
      await harness.lab.drain();
      (harness.bot as BotInProcess).clockSetMs = -SET_BACK_MS;
      const card = findPost(harness, 'billing', new RegExp(id));
      await harness.driverFor('ben').user('ben').press(card, 'take');
      const isHandled = () => findPosts(harness, 'billing', /With @Ben Baker/).length > 0;
      await waitUntil(isHandled, 15_000);
    });
  });
}
