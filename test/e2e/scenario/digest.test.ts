import { expect } from 'chai';
import type { PlatformName, Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, findPosts, startOnMonday } from '../support/intake-helpers.js';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

/** Where complaints are recorded, and where their team is. */
const PLACES: readonly (readonly [reporter: PlatformName, team: PlatformName])[] = [
  ['slack', 'slack'],
  ['teams', 'teams'],
  ['slack', 'teams'],
];

for (const [reporter, team] of PLACES) {
  describe(`reminders of several complaints, recorded in ${reporter}, in ${team}`, function () {
    this.timeout(90_000);
    let harness: Harness;
    let ids: readonly string[];

    before(async () => {
      harness = await startOnMonday({ platforms: { reporter, team } });
      const ben = new PersistentUser(harness, 'ben');
      const found: string[] = [];
      for (let n = 0; n < 2; n += 1) {
        const id = await fileComplaint(harness, { impact: 'medium' });
        await ben.press(() => card(id), 'take');
        await harness.lab.settle();
        found.push(id);
      }
      ids = found;
    });
    after(() => harness.close());

    const card = (id: string): Post =>
      findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
    const reminders = (): readonly Post[] =>
      findPosts(harness.driverFor('ben'), 'dm ben', /[Rr]eminder/);
    const pass = async (ms: number): Promise<void> => {
      await harness.lab.moveTo((await harness.lab.now()) + ms);
      await harness.lab.drain();
    };

    it('come as one message, also when the bot is killed on the way', async () => {
      await pass(6.5 * HOUR);
      expect(reminders(), 'they wait for the quarter hour').to.deep.equal([]);
      harness.bot.crash();
      await harness.bot.whenUp();
      await pass(QUARTER);
      await harness.lab.settle();
      const [message, ...more] = reminders();
      expect(more).to.deep.equal([]);
      for (const id of ids) expect(message?.text).to.include(id);
      expect(message?.text).to.include('2 reminders').and.include('Mrs Kay');
    });

    it('have a button for each, and show what is done', async () => {
      const [first = '', second = ''] = ids;
      const ben = new PersistentUser(harness, 'ben');
      await ben.submitForm(() => card(first), 'acknowledge', { words: 'We have it.' });
      await harness.lab.settle();
      const [message, ...more] = reminders();
      expect(more).to.deep.equal([]);
      expect(message?.text).to.include(`${first}: done`).and.include(second);
      expect(message?.buttons).to.include('acknowledge');
      const user = harness.driverFor('ben').user('ben');
      await ben.submitForm(() => reminders()[0] as Post, 'acknowledge', { words: 'That too.' });
      await harness.lab.settle();
      await user.closeForm();
      expect(reminders()[0]?.text).to.include('nothing left to do here');
    });
  });
}
