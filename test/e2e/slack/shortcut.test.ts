import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import type { Harness } from '../support/harness.js';
import { findPost, findPosts, startOnMonday, waitForModal } from '../support/intake-helpers.js';

const MESSAGE = '@Ann Reporter Mr Ray & son called: the lift is <still> broken.\nThird time!';

describe('the shortcut on a message in Slack', function () {
  this.timeout(60_000);
  let harness: Harness;

  before(async () => {
    harness = await startOnMonday();
  });
  after(() => harness.close());

  it('opens the form with the message filled in, and the sent form becomes a complaint', async () => {
    const { slack, lab } = harness;
    const { ts } = await slack.write(PEOPLE.ben, CHANNELS.general, MESSAGE);
    const at = { channel: CHANNELS.general, ts };
    expect((await slack.messageShortcut(PEOPLE.ann, at, 'complaint')).status).to.equal('ok');
    const form = await waitForModal(harness, 'ann');
    const filled = form.blocks.find(({ block_id }) => block_id === 'description');
    expect(filled).to.have.nested.property('element.initial_value', MESSAGE);
    const entries = {
      complainant: 'Mr Ray',
      desiredOutcome: 'A lift that works',
      category: 'wrong-bill',
    };
    const sent = await slack.submit(PEOPLE.ann, form.id, entries);
    expect(sent.status).to.equal('updated');
    await lab.settle();
    const mine = findPost(harness, 'dm ann', /your complaint/);
    const reference = /C-\d+/.exec(mine.text)?.[0] ?? 'no reference';
    const card = findPost(harness, 'billing', new RegExp(reference));
    expect(card.text).to.include('Mr Ray').and.to.include('Third time!');
    expect(mine.text).to.include(reference);
  });

  it('posts nothing in the channel of the message', () => {
    expect(findPosts(harness, 'general', /./)).to.deep.equal([]);
  });
});
