import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import type { View } from '../../../playground/slack/server.js';
import { toSlackText } from '../../../playground/users/slack-posts.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import {
  fileComplaint,
  findPost,
  findPosts,
  startOnMonday,
  waitForModal,
} from '../support/intake-helpers.js';

const HOUR = 3_600_000;

describe('/complaint reminders in Slack', function () {
  this.timeout(90_000);
  let harness: Harness;
  let nine: number;

  before(async () => {
    harness = await startOnMonday();
    nine = (await harness.lab.now()) + 23 * HOUR;
  });
  after(() => harness.close());

  const open = async (): Promise<View> => {
    await harness.slack.slash(PEOPLE.ben, CHANNELS.general, '/complaint', 'reminders');
    return waitForModal(harness, 'ben');
  };
  const close = ({ id }: View) => harness.slack.closeModal(PEOPLE.ben, id, true);
  const valuesOf = (form: View): string => JSON.stringify(form.blocks);

  it('opens a form that says what holds for whoever has chosen nothing', async () => {
    const form = await open();
    expect(toSlackText(form)).to.include('How your own reminders come');
    expect(valuesOf(form)).to.include('When I begin to work').and.include('Up to 6');
    await close(form);
  });

  it('says in the form what it cannot read, and what is too quiet', async () => {
    const form = await open();
    const wrong = await harness.slack.submit(PEOPLE.ben, form.id, { quiet: 'at night' });
    expect(wrong.errors?.quiet).to.include('Redress cannot read that');
    const silent = await harness.slack.submit(PEOPLE.ben, form.id, { quiet: '9:00-17:30' });
    expect(silent.errors?.quiet).to.include('60 minutes');
    await close(form);
  });

  it('saves what it says, which holds after a kill: the list comes at the chosen time', async () => {
    const form = await open();
    const values = { listAt: '630', mostADay: '0', quiet: '13:30-14:00', 'inList.quiet': 'list' };
    const sent = await harness.slack.submit(PEOPLE.ben, form.id, values);
    expect(sent.status).to.equal('updated');
    const [shown] = harness.slack.modals(PEOPLE.ben);
    expect(shown && toSlackText(shown))
      .to.include('comes at 10:30')
      .and.include('No message comes besides it')
      .and.include('Nothing comes 13:30-14:00');
    if (shown !== undefined) await close(shown);
    harness.bot.crash();
    await harness.bot.whenUp();
    const again = await open();
    const listAt = again.blocks.find(({ block_id }) => block_id === 'listAt');
    expect(listAt).to.have.nested.property('element.initial_option.value', '630');
    const quiet = again.blocks.find(({ block_id }) => block_id === 'quiet');
    expect(quiet).to.have.nested.property('element.initial_value', '13:30-14:00');
    await close(again);

    const id = await fileComplaint(harness, { impact: 'medium' });
    const card = () => findPost(harness, 'billing', new RegExp(`${id}\\b`));
    const ben = new PersistentUser(harness, 'ben');
    await ben.press(card, 'take');
    await harness.lab.settle();
    await ben.submitForm(card, 'acknowledge', { words: 'We have it.' });
    const dueAt = { moment: nine + 7 * HOUR };
    await ben.submitForm(card, 'promise', { what: 'A call', dueAt, basis: 'They asked for it' });
    await harness.lab.moveTo(nine + HOUR);
    await harness.lab.drain();
    expect(findPosts(harness, 'dm ben', /Today:/)).to.deep.equal([]);
    await harness.lab.moveTo(nine + 1.5 * HOUR);
    await harness.lab.drain();
    expect(
      findPosts(harness, 'dm ben', /Today:/).map(({ text }) => text.includes(id)),
    ).to.deep.equal([true]);
  });
});
