import { expect } from 'chai';
import { DateTime } from 'luxon';
import { PEOPLE as SLACK_PEOPLE } from '../../../playground/slack/seed.js';
import { PEOPLE as TEAMS_PEOPLE } from '../../../playground/teams/seed.js';
import type { Entries, Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, startOnMonday } from '../support/intake-helpers.js';

/** How long the form may take to open, ms of real time. */
const FORM_WAIT_MS = 5000;
const PROMISE = { what: 'A corrected bill', basis: 'The meter was read again' };

/** What Ben sees of the form that he has open, on one platform. */
interface Window {
  /** Sends the form, and returns what is shown in its place; faults too. */
  send(entries: Readonly<Record<string, string>>): Promise<string>;
  /** Presses a button in what is shown. */
  press(action: string): Promise<void>;
  close(): Promise<void>;
}

function slackWindow({ slack }: Harness): Window {
  const shown = () => slack.modals(SLACK_PEOPLE.ben);
  const top = () => shown().at(-1)?.id ?? '';
  return {
    async send(entries) {
      const sent = await slack.submit(SLACK_PEOPLE.ben, top(), entries);
      const last = shown().at(-1);
      if (sent.errors !== undefined) return JSON.stringify(sent.errors);
      return last === undefined ? '' : JSON.stringify(last.blocks);
    },
    async press(action) {
      const before = shown().length;
      await slack.pressInModal(SLACK_PEOPLE.ben, top(), action);
      await slack.until(() => shown().length > before || undefined, 'a form on top', FORM_WAIT_MS);
    },
    async close() {
      await slack.closeModal(SLACK_PEOPLE.ben, top());
      expect(shown(), 'what is below is out of date').to.deep.equal([]);
    },
  };
}

function teamsWindow({ teams }: Harness): Window {
  const shown = () => teams.dialogs(TEAMS_PEOPLE.ben);
  const top = () => shown()[0]?.id ?? '';
  return {
    async send(entries) {
      const inputs = Object.entries(entries).map(([name, value]) => [`f.${name}`, value]);
      const sent = await teams.submit(TEAMS_PEOPLE.ben, top(), Object.fromEntries(inputs));
      const { dialog } = sent;
      return JSON.stringify(dialog?.card ?? '');
    },
    async press(action) {
      const pressed = await teams.pressInDialog(TEAMS_PEOPLE.ben, top(), { action });
      expect(pressed.status).to.equal('ok');
    },
    async close() {
      teams.closeDialog(TEAMS_PEOPLE.ben, top());
    },
  };
}

for (const platform of ['slack', 'teams'] as const) {
  describe(`a promise with its date in words, in ${platform}`, function () {
    this.timeout(90_000);
    let harness: Harness;
    let monday: DateTime;
    let findCard: () => Post;
    let window: Window;

    before(async () => {
      const platforms = { reporter: platform, team: platform };
      harness = await startOnMonday({ isInProcess: true, platforms });
      monday = DateTime.fromMillis(await harness.lab.now(), { zone: 'Europe/London' });
      const id = await fileComplaint(harness);
      findCard = () => findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
      window = platform === 'slack' ? slackWindow(harness) : teamsWindow(harness);
      await new PersistentUser(harness, 'ben').press(findCard, 'take');
      await harness.lab.settle();
    });
    after(() => harness.close());

    const format = (days: number): string =>
      monday.plus({ days }).setLocale('en-GB').toFormat('cccc d MMMM yyyy');
    const send = (dueWords: string, entries: Entries = PROMISE): Promise<string> =>
      window.send({ ...(entries as Record<string, string>), dueWords });

    it('is recorded once the words mean one moment of work, read back, and changed from there', async () => {
      const ben = harness.driverFor('ben').user('ben');
      expect(await ben.press(findCard(), 'promise')).to.equal(true);
      await harness.driverFor('ben').until(() => ben.hasForm(), 'the form', FORM_WAIT_MS);

      expect(await send('some day')).to.include('cannot read that as one date');
      expect(await send('Monday')).to.include(
        `That could be ${format(0)} at 17:30 or ${format(7)}`,
      );
      expect(await send('Saturday noon'))
        .to.include(`Nobody works on ${format(5)} at 12:00`)
        .and.include(`The working moment before it is ${format(4)} at 17:30`);
      await harness.lab.settle();
      expect(findCard().text).not.to.include('A corrected bill ·');

      const answered = await send('Friday noon');
      expect(answered)
        .to.match(/Recorded\..*Promised by /)
        .and.include('Change');
      await harness.lab.settle();
      expect(findCard().text).to.match(/A corrected bill · .* · open/);

      await window.press('correct-promise');
      expect(await send('', {})).to.include('Choose a date and a time');
      const changed = await send('Thursday 10:00', {});
      expect(changed).to.match(/The date is corrected\..*Promised by .*not by/);
      await window.close();
      await harness.lab.settle();
      expect(findCard().text).to.match(/A corrected bill · .*10:00.* · open/);
    });
  });
}
