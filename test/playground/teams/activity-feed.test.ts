import { expect } from 'chai';
import { activityFeed, mentionsOf, seenIn } from '../../../playground/teams/activity-feed.js';
import { CHANNELS, PEOPLE, TAGS } from '../../../playground/teams/seed.js';
import {
  call,
  card,
  createCardMessage,
  createChatBody,
  createPostBody,
  HELLO,
  startTeamsHarness,
  type TeamsHarness,
} from './harness.js';

describe('the activity feed of the simulated tenant', () => {
  let harness: TeamsHarness;
  beforeEach(async () => {
    harness = await startTeamsHarness();
  });
  afterEach(() => harness.stop());
  const feed = (user: string) =>
    activityFeed(harness.teams, user).map(({ kind, preview, unread }) => ({
      kind,
      preview,
      unread,
    }));

  it('shows mentions of a person or their tags, newest first, only to that person', async () => {
    await harness.teams.write(PEOPLE.ann, 'Billing', 'Please look, @Ben Baker');
    await harness.teams.write(PEOPLE.ann, 'Billing', 'All of you, @Billing team');
    await harness.teams.write(PEOPLE.ann, 'Billing', 'To nobody');
    expect(feed(PEOPLE.ben)).to.deep.equal([
      { kind: 'mention', preview: 'All of you, Billing team', unread: true },
      { kind: 'mention', preview: 'Please look, Ben Baker', unread: true },
    ]);
    expect(feed(PEOPLE.cleo).map(({ preview }) => preview)).to.deep.equal([
      'All of you, Billing team',
    ]);
    expect(feed(PEOPLE.ann)).to.deep.equal([]);
    expect(feed(PEOPLE.dev)).to.deep.equal([]);
  });

  it('shows replies of others in threads in which a person wrote', async () => {
    const { conversation } = await harness.teams.write(PEOPLE.ann, 'Billing', 'Who knows?');
    await harness.teams.write(PEOPLE.ben, conversation, 'I do');
    await harness.teams.write(PEOPLE.ann, conversation, 'Thanks');
    expect(feed(PEOPLE.ann)).to.deep.equal([{ kind: 'reply', preview: 'I do', unread: true }]);
    expect(feed(PEOPLE.ben).map(({ preview }) => preview)).to.deep.equal(['Thanks']);
  });

  it('shows the app’s messages in the chat, and mentions in its cards', async () => {
    const { body } = await call(
      harness.teams,
      'POST',
      'conversations',
      createChatBody(harness.teams, PEOPLE.ben),
    );
    await call(harness.teams, 'POST', `conversations/${body.id}/activities`, HELLO);
    const mention = {
      type: 'mention',
      text: '<at>Billing team</at>',
      mentioned: { id: TAGS.billing, name: 'Billing team', type: 'tag' },
    };
    const content = card([{ type: 'TextBlock', text: 'For <at>Billing team</at>' }], {
      msteams: { entities: [mention] },
    });
    await call(
      harness.teams,
      'POST',
      'conversations',
      createPostBody(CHANNELS.billing, createCardMessage(content)),
    );
    const [post, chat] = activityFeed(harness.teams, PEOPLE.ben);
    expect(post).to.include({ kind: 'mention', place: CHANNELS.billing, preview: 'A card' });
    expect(chat).to.include({ kind: 'chat', place: 'personal', isBot: true, preview: 'Hello' });
    const message = harness.teams.channelMessages('Billing').at(-1);
    if (!message) throw new Error('No post stands there.');
    const [forBen] = mentionsOf(harness.teams, PEOPLE.ben, message);
    expect(forBen).to.deep.equal({ text: mention.text, name: 'Billing team', you: true });
    expect(mentionsOf(harness.teams, PEOPLE.dev, message)[0]?.you).to.equal(false);
  });

  it('is read when the conversation is read, and says up to where', async () => {
    const { activity } = await harness.teams.write(PEOPLE.ann, 'Billing', 'Hello @Ben Baker');
    expect(seenIn(harness.teams, PEOPLE.ben, CHANNELS.billing)).to.equal('');
    harness.teams.read(PEOPLE.ben, CHANNELS.billing);
    expect(feed(PEOPLE.ben)[0]?.unread).to.equal(false);
    expect(seenIn(harness.teams, PEOPLE.ben, CHANNELS.billing)).to.equal(activity);
    expect(seenIn(harness.teams, PEOPLE.ben, undefined)).to.equal('');
  });

  it('drops deleted messages, and messages that the person can no longer read', async () => {
    await harness.teams.write(PEOPLE.ann, 'Billing', 'Hello @Ben Baker');
    harness.teams.deleteChannel('Billing');
    expect(feed(PEOPLE.ben)).to.deep.equal([]);
  });
});
