import { expect } from 'chai';
import { activityFeed, mentionsOf, seenIn } from '../../../playground/teams/activity-feed.js';
import { CHANNELS, PEOPLE, TAGS } from '../../../playground/teams/seed.js';
import {
  call,
  card,
  cardMessage,
  HELLO,
  newChat,
  newPost,
  openRoom,
  type Room,
} from './harness.js';

describe('the activity feed of the simulated tenant', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom({ answerMs: 150 });
  });
  afterEach(() => room.stop());
  const feed = (user: string) =>
    activityFeed(room.teams, user).map(({ kind, preview, unread }) => ({ kind, preview, unread }));

  it('has who mentions a person or a tag of theirs, newest first, and nobody else has it', async () => {
    await room.teams.write(PEOPLE.ann, 'Billing', 'Please look, @Ben Baker');
    await room.teams.write(PEOPLE.ann, 'Billing', 'All of you, @Billing team');
    await room.teams.write(PEOPLE.ann, 'Billing', 'To nobody');
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

  it('has the replies in threads a person wrote in, and none of their own', async () => {
    const { conversation } = await room.teams.write(PEOPLE.ann, 'Billing', 'Who knows?');
    await room.teams.write(PEOPLE.ben, conversation, 'I do');
    await room.teams.write(PEOPLE.ann, conversation, 'Thanks');
    expect(feed(PEOPLE.ann)).to.deep.equal([{ kind: 'reply', preview: 'I do', unread: true }]);
    expect(feed(PEOPLE.ben).map(({ preview }) => preview)).to.deep.equal(['Thanks']);
  });

  it('has what the app wrote in the chat, and mentions in its cards', async () => {
    const { body } = await call(
      room.teams,
      'POST',
      'conversations',
      newChat(room.teams, PEOPLE.ben),
    );
    await call(room.teams, 'POST', `conversations/${body.id}/activities`, HELLO);
    const mention = {
      type: 'mention',
      text: '<at>Billing team</at>',
      mentioned: { id: TAGS.billing, name: 'Billing team', type: 'tag' },
    };
    const content = card([{ type: 'TextBlock', text: 'For <at>Billing team</at>' }], {
      msteams: { entities: [mention] },
    });
    await call(
      room.teams,
      'POST',
      'conversations',
      newPost(CHANNELS.billing, cardMessage(content)),
    );
    const [post, chat] = activityFeed(room.teams, PEOPLE.ben);
    expect(post).to.include({ kind: 'mention', place: CHANNELS.billing, preview: 'A card' });
    expect(chat).to.include({ kind: 'chat', place: 'personal', isBot: true, preview: 'Hello' });
    const message = room.teams.channelMessages('Billing').at(-1);
    if (!message) throw new Error('No post stands there.');
    const [forBen] = mentionsOf(room.teams, PEOPLE.ben, message);
    expect(forBen).to.deep.equal({ text: mention.text, name: 'Billing team', you: true });
    expect(mentionsOf(room.teams, PEOPLE.dev, message)[0]?.you).to.equal(false);
  });

  it('is read when the conversation is, and says up to where', async () => {
    const { activity } = await room.teams.write(PEOPLE.ann, 'Billing', 'Hello @Ben Baker');
    expect(seenIn(room.teams, PEOPLE.ben, CHANNELS.billing)).to.equal('');
    room.teams.read(PEOPLE.ben, CHANNELS.billing);
    expect(feed(PEOPLE.ben)[0]?.unread).to.equal(false);
    expect(seenIn(room.teams, PEOPLE.ben, CHANNELS.billing)).to.equal(activity);
    expect(seenIn(room.teams, PEOPLE.ben, undefined)).to.equal('');
  });

  it('forgets what was deleted, and where the person cannot look any more', async () => {
    await room.teams.write(PEOPLE.ann, 'Billing', 'Hello @Ben Baker');
    room.teams.deleteChannel('Billing');
    expect(feed(PEOPLE.ben)).to.deep.equal([]);
  });
});
