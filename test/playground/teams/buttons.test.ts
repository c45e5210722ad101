import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import { CARD, EXECUTE, FETCH, FORM, message } from './cards-and-forms.js';
import {
  activitiesOf,
  call,
  card,
  cardMessage,
  dialogAnswer,
  newChat,
  newPost,
  openRoom,
  type Room,
} from './harness.js';

describe('buttons of the simulated tenant', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom({ answerMs: 150 });
  });
  afterEach(() => room.stop());

  const posted = async () => {
    const activity = cardMessage(CARD);
    const { body } = await call(
      room.teams,
      'POST',
      'conversations',
      newPost(CHANNELS.billing, activity),
    );
    return { conversation: body.id as string, activity: body.activityId as string };
  };

  it('send Action.Execute as adaptiveCard/action and show the words that come back', async () => {
    const at = await posted();
    room.bot.answer = () => message('Taken.');
    const outcome = await room.teams.press(PEOPLE.ben, at, { action: 'take' });
    expect(outcome).to.deep.equal({ status: 'ok', message: 'Taken.' });
    const { activity } = room.bot.last('adaptiveCard/action');
    expect(activity).to.include({ type: 'invoke', replyToId: at.activity });
    expect(activity.conversation.id).to.equal(at.conversation);
    expect(activity.value.action).to.deep.include({ verb: 'press', data: EXECUTE.data });
  });

  it('open a dialog by task/fetch', async () => {
    const at = await posted();
    room.bot.answer = () => dialogAnswer(FORM);
    const outcome = await room.teams.press(PEOPLE.ben, at, { title: 'Promise…' });
    expect(outcome.dialog).to.deep.include({ title: 'A form', source: 'task', card: FORM });
    expect(room.teams.dialogs(PEOPLE.ben)).to.deep.equal([outcome.dialog]);
    expect(room.bot.last('task/fetch').activity.value.data).to.deep.equal(FETCH.data);
  });

  it('reach a button inside a card that opens in the card, with the inputs there', async () => {
    const at = await posted();
    room.bot.answer = () => message('Closed.');
    await room.teams.press(PEOPLE.ben, at, { action: 'close' }, { why: 'done' });
    const { data } = room.bot.last('adaptiveCard/action').activity.value.action;
    expect(data).to.deep.equal({ redress: { action: 'close' }, why: 'done' });
  });

  it('send the fallback of an old client as a message with a value', async () => {
    const at = await posted();
    const which = { action: 'take', fallback: true };
    expect(await room.teams.press(PEOPLE.ben, at, which)).to.deep.equal({ status: 'ok' });
    const { activity } = room.bot.last('message');
    expect(activity.value).to.deep.equal({ redress: { action: 'take' } });
    expect(activity).to.include({ replyToId: at.activity });
    expect(activity.text).to.equal(undefined);
  });

  it('put a card that comes back in place of the old, for that person alone, until it changes', async () => {
    const at = await posted();
    const own = card([{ type: 'TextBlock', text: 'Yours' }], { actions: [FETCH] });
    const type = 'application/vnd.microsoft.card.adaptive';
    room.bot.answer = () => ({ body: { statusCode: 200, type, value: own } });
    await room.teams.press(PEOPLE.ben, at, { action: 'take' });
    const take = () => room.teams.press(PEOPLE.ben, at, { action: 'take' });
    expect(await take().catch((error: Error) => error.message)).to.contain('no such button');
    await call(room.teams, 'PUT', activitiesOf(at.conversation, at.activity), cardMessage(CARD));
    expect((await take()).status).to.equal('ok');
  });

  it('do not ask twice for an invoke, as Teams does not', async () => {
    const at = await posted();
    room.bot.answer = () => ({ status: 500 });
    const outcome = await room.teams.press(PEOPLE.ben, at, { action: 'take' });
    expect(outcome).to.deep.include({ status: 'failed' });
    expect(room.bot.received).to.have.length(1);
  });

  it('lose an answer or arrive twice when told to', async () => {
    const at = await posted();
    room.bot.answer = () => message('Taken.');
    room.teams.fault({ kind: 'lost-answer', operation: 'invoke' });
    const lost = await room.teams.press(PEOPLE.ben, at, { action: 'take' });
    expect(lost.status).to.equal('failed');
    room.teams.fault({ kind: 'twice', operation: 'invoke' });
    await room.teams.press(PEOPLE.ben, at, { action: 'take' });
    const ids = room.bot.received.map(({ activity }) => activity.id);
    expect(ids).to.have.length(3);
    expect(new Set(ids).size).to.equal(2);
  });

  it('reach nobody once the app is gone, and extensions are not offered', async () => {
    const chat = await call(room.teams, 'POST', 'conversations', newChat(room.teams, PEOPLE.ann));
    const sent = await call(room.teams, 'POST', activitiesOf(chat.body.id), cardMessage(CARD));
    room.teams.uninstall(PEOPLE.ann);
    await room.teams.eventsIdle();
    const at = { conversation: chat.body.id, activity: sent.body.id };
    const outcome = await room.teams.press(PEOPLE.ann, at, { action: 'take' });
    expect(outcome.error).to.equal('Unable to reach app. Please try again.');
    const refused = await room.teams
      .extension(PEOPLE.ann, 'complaint')
      .catch((error: Error) => error.message);
    expect(refused).to.contain('does not have the app');
  });
});
