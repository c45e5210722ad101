import { expect } from 'chai';
import { CHANNELS } from '../../../playground/teams/seed.js';
import { call, HELLO, newPost, openRoom, type Room } from './harness.js';

describe('a message of the simulated tenant', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.stop());

  const hidden: readonly [string, object][] = [
    ['buttons under it', { suggestedActions: { actions: [] } }],
    ['cards beside each other', { attachmentLayout: 'carousel' }],
    ['an importance', { importance: 'urgent' }],
    ['words to be spoken', { speak: 'Hello' }],
    ['an entity that is no mention', { entities: [{ type: 'https://schema.org/Message' }] }],
  ];
  for (const [what, more] of hidden) {
    it(`is refused with ${what}, which would be left out without a word`, async () => {
      const post = newPost(CHANNELS.billing, { ...HELLO, ...more });
      const { status } = await call(room.teams, 'POST', 'conversations', post);
      expect(status).to.equal(400);
      expect(room.teams.requests().at(-1)?.reasons?.join()).to.contain('cannot show');
      expect(room.teams.channelMessages('Billing')).to.deep.equal([]);
    });
  }

  it('is taken without any of them', async () => {
    const { status } = await call(
      room.teams,
      'POST',
      'conversations',
      newPost(CHANNELS.billing, HELLO),
    );
    expect(status).to.equal(201);
  });
});
