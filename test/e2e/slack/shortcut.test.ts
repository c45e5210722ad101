import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { openWorld, type World } from '../support/harness.js';
import { all, find, modalOf, nextMonday } from '../support/intake-helpers.js';

const SAID = '@Ann Reporter Mr Ray & son called: the lift is <still> broken.\nThird time!';

describe('the shortcut on a message in Slack', function () {
  this.timeout(60_000);
  let world: World;

  before(async () => {
    world = await openWorld();
    await world.lab.moveTo(await nextMonday(world));
  });
  after(() => world.close());

  it('opens the form with the message filled in, and what is sent from it becomes a complaint', async () => {
    const { slack, lab } = world;
    const { ts } = await slack.write(PEOPLE.ben, CHANNELS.general, SAID);
    const at = { channel: CHANNELS.general, ts };
    expect((await slack.messageShortcut(PEOPLE.ann, at, 'complaint')).status).to.equal('ok');
    const form = await modalOf(world, 'ann');
    const link = `https://redress-playground.slack.com/archives/${at.channel}/p${ts.replace('.', '')}`;
    const said = `${link}\n\n${SAID}`;
    const filled = form.blocks.find(({ block_id }) => block_id === 'description');
    expect(filled).to.have.nested.property('element.initial_value', said);
    const entries = {
      complainant: 'Mr Ray',
      desiredOutcome: 'A lift that works',
      category: 'wrong-bill',
    };
    const sent = await slack.submit(PEOPLE.ann, form.id, entries);
    expect(sent.status).to.equal('closed');
    await lab.settle();
    const mine = find(world, 'dm ann', /your complaint/);
    const reference = /C-\d+/.exec(mine.says)?.[0] ?? 'no reference';
    const card = find(world, 'billing', new RegExp(reference));
    expect(card.says).to.include('Mr Ray').and.to.include('Third time!');
    expect(mine.says).to.include(reference);
  });

  it('says nothing about it where the message is', () => {
    expect(all(world, 'general', /./)).to.deep.equal([]);
  });
});
