import { expect } from 'chai';
import type { PlatformName, Post } from '../../../playground/users/user-driver.js';
import { waitUntil } from '../../support/wait-until.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, findPosts, startOnMonday } from '../support/intake-helpers.js';

const HOUR = 3_600_000;

/** Where complaints are recorded, and where their team is. */
const PLACES: readonly (readonly [reporter: PlatformName, team: PlatformName])[] = [
  ['slack', 'slack'],
  ['teams', 'teams'],
  ['slack', 'teams'],
  ['teams', 'slack'],
];

for (const [reporter, team] of PLACES) {
  describe(`the morning list about complaints recorded in ${reporter}, in ${team}`, function () {
    this.timeout(90_000);
    let harness: Harness;
    let id: string;
    /** Nine o'clock on Tuesday, when Ben begins to work. */
    let nine: number;

    before(async () => {
      harness = await startOnMonday({ platforms: { reporter, team } });
      nine = (await harness.lab.now()) + 23 * HOUR;
      id = await fileComplaint(harness, { impact: 'medium' });
      const ben = new PersistentUser(harness, 'ben');
      await ben.press(card, 'take');
      await harness.lab.settle();
      await ben.submitForm(card, 'acknowledge', { words: 'We have it.' });
      const dueAt = { moment: nine + 7 * HOUR };
      await ben.submitForm(card, 'promise', { what: 'A call', dueAt, basis: 'They asked for it' });
      await harness.lab.drain();
    });
    after(() => harness.close());

    const card = (): Post => findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
    const lists = (): readonly Post[] => findPosts(harness.driverFor('ben'), 'dm ben', /Today:/);

    it('comes when the next working day begins, once, also after a kill', async () => {
      await harness.lab.moveTo(nine - 60_000);
      await harness.lab.drain();
      expect(lists()).to.deep.equal([]);
      harness.bot.crash();
      await harness.bot.whenUp();
      await harness.lab.moveTo(nine);
      await harness.lab.drain();
      const [list, ...more] = lists();
      expect(more).to.deep.equal([]);
      expect(list?.text).to.include('one complaint needs you').and.include('For today');
      expect(list?.text).to.include(id).and.include('Mrs Kay').and.include('A call');
    });

    it('opens the complaint, and the form for reminders', async () => {
      const user = harness.driverFor('ben').user('ben');
      const ben = new PersistentUser(harness, 'ben');
      for (const action of ['details', 'reminders']) {
        await ben.press(() => lists()[0] as Post, action);
        await waitUntil(() => user.hasForm());
        await user.closeForm();
      }
    });

    it('has a button with which the promise is kept', async () => {
      const ben = new PersistentUser(harness, 'ben');
      await ben.press(() => lists()[0] as Post, 'keep');
      await harness.lab.drain();
      expect(card().text).to.match(/A call .* kept/);
      await harness.lab.moveTo(nine + 8 * HOUR);
      await harness.lab.drain();
      expect(findPosts(harness.driverFor('ben'), 'dm ben', /A reminder about/)).to.deep.equal([]);
      expect(lists()).to.have.length(1);
    });
  });
}
