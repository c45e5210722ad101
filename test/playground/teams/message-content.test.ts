import { expect } from 'chai';
import { CHANNELS } from '../../../playground/teams/seed.js';
import { call, createPostBody, HELLO, startTeamsHarness, type TeamsHarness } from './harness.js';

describe('a message of the simulated tenant', () => {
  let harness: TeamsHarness;
  beforeEach(async () => {
    harness = await startTeamsHarness();
  });
  afterEach(() => harness.stop());

  const hidden: readonly [string, object][] = [
    ['buttons under it', { suggestedActions: { actions: [] } }],
    ['cards beside each other', { attachmentLayout: 'carousel' }],
    ['an importance', { importance: 'urgent' }],
    ['words to be spoken', { speak: 'Hello' }],
    ['an entity that is no mention', { entities: [{ type: 'https://schema.org/Message' }] }],
  ];
  for (const [what, more] of hidden) {
    it(`is refused with ${what}, which would be dropped without an error`, async () => {
      const post = createPostBody(CHANNELS.billing, { ...HELLO, ...more });
      const { status } = await call(harness.teams, 'POST', 'conversations', post);
      expect(status).to.equal(400);
      expect(harness.teams.requests().at(-1)?.reasons?.join()).to.contain('cannot show');
      expect(harness.teams.channelMessages('Billing')).to.deep.equal([]);
    });
  }

  it('is accepted without any of them', async () => {
    const { status } = await call(
      harness.teams,
      'POST',
      'conversations',
      createPostBody(CHANNELS.billing, HELLO),
    );
    expect(status).to.equal(201);
  });
});
