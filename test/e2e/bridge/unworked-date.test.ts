import { expect } from 'chai';
import { DateTime } from 'luxon';
import type { Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, startOnMonday } from '../support/intake-helpers.js';

/** How long the form may take to open, ms of real time. */
const FORM_WAIT_MS = 5000;

for (const platform of ['slack', 'teams'] as const) {
  describe(`a promise for a time when nobody works, in ${platform}`, function () {
    this.timeout(90_000);
    let harness: Harness;
    let saturday: DateTime;
    let findCard: () => Post;

    before(async () => {
      const platforms = { reporter: platform, team: platform };
      harness = await startOnMonday({ isInProcess: true, platforms });
      const monday = DateTime.fromMillis(await harness.lab.now(), { zone: 'Europe/London' });
      saturday = monday.startOf('week').plus({ days: 5, hours: 14 });
      const id = await fileComplaint(harness);
      findCard = () => findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
      await new PersistentUser(harness, 'ben').press(findCard, 'take');
      await harness.lab.settle();
    });
    after(() => harness.close());

    it('is kept when the person ticks so, after the form has said what the working moment before it is', async () => {
      const ben = harness.driverFor('ben').user('ben');
      expect(await ben.press(findCard(), 'promise')).to.equal(true);
      await harness.driverFor('ben').until(() => ben.hasForm(), 'the form', FORM_WAIT_MS);
      const dueAt = { moment: saturday.toMillis() };
      const values = { what: 'A corrected bill', dueAt, basis: 'They are in on Saturday' };
      const refused = await ben.submit(values);
      const said = refused.status === 'refused' ? JSON.stringify(refused) : refused.status;
      const friday = saturday.minus({ days: 1 }).toFormat('d MMMM yyyy');
      expect(said)
        .to.include(`Nobody works on Saturday ${saturday.toFormat('d MMMM yyyy')} at 14:00`)
        .and.include(`The working moment before it is Friday ${friday} at 17:30`)
        .and.include('tick “Keep the time, even if nobody works then”.');
      await harness.lab.settle();
      expect(findCard().text).not.to.include('A corrected bill ·');
      expect(await ben.submit({ ...values, unworked: true })).to.deep.equal({ status: 'taken' });
      await harness.lab.settle();
      expect(findCard().text).to.match(/A corrected bill · .* · open/);
    });
  });
}
