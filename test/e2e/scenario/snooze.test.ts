import { expect } from 'chai';
import { objectsIn, type PlatformName, type Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, startOnMonday } from '../support/intake-helpers.js';

const HOUR = 3_600_000;

/** How each platform's message has the buttons of its menu: as options, or as secondary actions. */
const MENUS: Readonly<
  Record<PlatformName, (element: Readonly<Record<string, unknown>>) => boolean>
> = {
  slack: ({ type }) => type === 'overflow',
  teams: ({ mode }) => mode === 'secondary',
};

for (const platform of ['slack', 'teams'] as const) {
  describe(`a reminder in ${platform}`, function () {
    this.timeout(90_000);
    let harness: Harness;
    let id: string;

    before(async () => {
      harness = await startOnMonday({ platforms: { reporter: platform, team: platform } });
      id = await fileComplaint(harness);
    });
    after(() => harness.close());

    const card = (): Post => findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
    const reminder = (): Post =>
      findPost(harness.driverFor('ben'), 'dm ben', /Nothing has happened/);

    it('says what it is about and what happened last, and snoozes from its menu', async () => {
      const ben = new PersistentUser(harness, 'ben');
      await ben.press(card, 'take');
      await harness.lab.settle();
      await ben.submitForm(card, 'acknowledge', { words: 'We have it.' });
      await harness.lab.moveTo((await harness.lab.now()) + 49 * HOUR);
      expect(reminder().text).to.match(/Mrs Kay.* · .*“.*Last: .*Ben Baker.* acknowledged it/);
      const { message } = reminder() as Post & { readonly message: object };
      expect([...objectsIn(message)].filter(MENUS[platform])).not.to.have.length(0);

      const user = harness.driverFor('ben').user('ben');
      expect(await user.press(reminder(), 'snooze-until')).to.equal(true);
      await harness.driverFor('ben').until(() => user.hasForm(), 'the form', 5000);
      const nonsense = await user.submit({ words: 'when they call' });
      expect(JSON.stringify(nonsense)).to.include('cannot read that as a date');
      await ben.submitForm(reminder, 'snooze-until', { words: 'in 2 working days' });
      await harness.lab.settle();
      expect(reminder().text).to.match(/Snoozed until /);
      expect(reminder().buttons.filter((action) => action.startsWith('snooze'))).to.deep.equal([]);
    });
  });
}
