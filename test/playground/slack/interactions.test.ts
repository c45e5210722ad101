import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { call, openRoom, type Room } from './harness.js';

const button = (action_id: string, value: string) => ({
  type: 'button',
  action_id,
  value,
  text: { type: 'plain_text', text: 'Take & go' },
});
const card = [
  { type: 'section', block_id: 's', text: { type: 'mrkdwn', text: 'C-1001' } },
  {
    type: 'actions',
    block_id: 'a',
    elements: [button('take', 'C-1001'), button('drop', 'C-1001')],
  },
];
const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [] };

describe('Playground Slack: buttons, triggers and response URLs', () => {
  let room: Room;
  let time: number;
  beforeEach(async () => {
    time = Date.UTC(2026, 0, 5, 9);
    room = await openRoom({ now: () => time });
  });
  afterEach(() => room.stop());

  async function postCard(): Promise<string> {
    const args = { channel: CHANNELS.billing, text: 'card', blocks: card };
    return (await call(room.slack, 'chat.postMessage', args)).body.ts;
  }

  async function pressTake() {
    const ts = await postCard();
    const outcome = await room.slack.press(PEOPLE.ben, { channel: CHANNELS.billing, ts }, 'take');
    return { ts, outcome, payload: room.bot.last('interactive').payload };
  }

  async function respond(url: string, body: object) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  it('sends block_actions with container, message, channel and the element used', async () => {
    const { ts, payload } = await pressTake();
    expect(payload.type).to.equal('block_actions');
    expect(payload.container).to.deep.equal({
      type: 'message',
      message_ts: ts,
      channel_id: CHANNELS.billing,
      is_ephemeral: false,
    });
    expect(payload.user.id).to.equal(PEOPLE.ben);
    expect(payload.channel).to.deep.equal({ id: CHANNELS.billing, name: 'billing' });
    expect(payload.message.ts).to.equal(ts);
    expect(payload.actions).to.have.length(1);
    expect(payload.actions[0]).to.include({ action_id: 'take', block_id: 'a', value: 'C-1001' });
    // as Slack gives plain_text back: escaped
    expect(payload.actions[0].text.text).to.equal('Take &amp; go');
  });

  it('says so when the bot does not take it, and shows nothing of the answer’s body', async () => {
    room.bot.answer = () => ({ body: { text: 'ignored by Slack' } });
    const { outcome } = await pressTake();
    expect(outcome).to.deep.equal({ status: 'ok' });
    expect(room.slack.ephemerals(PEOPLE.ben)).to.be.empty;
    room.bot.answer = () => ({ status: 500 });
    const failed = await pressTake();
    expect(failed.outcome.status).to.equal('failed');
  });

  it('refuses buttons that are not there and people who are not in the channel', async () => {
    const ts = await postCard();
    const at = { channel: CHANNELS.billing, ts };
    const missing = await room.slack.press(PEOPLE.ben, at, 'nope').catch((e: Error) => e.message);
    expect(missing).to.include('there are: take, drop');
    const outside = await room.slack.press(PEOPLE.ann, at, 'take').catch((e: Error) => e);
    expect(outside).to.be.an('error');
  });

  it('takes a trigger once, within three seconds', async () => {
    const open = async (trigger_id: string) =>
      (await call(room.slack, 'views.open', { trigger_id, view })).body.error;
    const { payload } = await pressTake();
    expect(await open('1.2.abc')).to.equal('invalid_trigger_id');
    expect(await open(payload.trigger_id)).to.equal(undefined);
    expect(await open(payload.trigger_id)).to.equal('exchanged_trigger_id');
    const later = await pressTake();
    time += 3001;
    expect(await open(later.payload.trigger_id)).to.equal('expired_trigger_id');
    expect(room.slack.modals(PEOPLE.ben)).to.have.length(1);
  });

  it('takes a response URL five times within half an hour', async () => {
    const { payload } = await pressTake();
    for (let n = 0; n < 5; n += 1) {
      const used = await respond(payload.response_url, { text: `n${n}` });
      expect(used).to.deep.equal({ status: 200, text: 'ok' });
    }
    const sixth = await respond(payload.response_url, { text: 'x' });
    expect(sixth).to.deep.equal({ status: 404, text: 'used_url' });
    expect(room.slack.ephemerals(PEOPLE.ben)).to.have.length(5);
    const next = await pressTake();
    time += 30 * 60_000 + 1;
    const late = await respond(next.payload.response_url, { text: 'x' });
    expect(late).to.deep.equal({ status: 404, text: 'expired_url' });
  });

  it('replaces or deletes the message a response URL belongs to', async () => {
    const { ts, payload } = await pressTake();
    await respond(payload.response_url, { replace_original: true, text: 'taken' });
    expect(room.slack.thread('billing', ts)[0]).to.deep.include({ text: 'taken', blocks: [] });
    await respond(payload.response_url, { response_type: 'in_channel', text: 'for all' });
    await respond(payload.response_url, { delete_original: true });
    expect(room.slack.messages('billing').map((m) => m.text)).to.deep.equal(['for all']);
    const bad = await respond(payload.response_url, { blocks: [{ type: 'nope' }] });
    expect(bad).to.deep.equal({ status: 400, text: 'invalid_blocks' });
  });

  it('gives buttons in messages only one person sees, without the message', async () => {
    const args = { channel: CHANNELS.billing, user: PEOPLE.ben, text: 'card', blocks: card };
    const { body } = await call(room.slack, 'chat.postEphemeral', args);
    const at = { channel: CHANNELS.billing, ts: body.message_ts };
    await room.slack.press(PEOPLE.ben, at, 'take');
    const { payload } = room.bot.last('interactive');
    expect(payload.container.is_ephemeral).to.equal(true);
    expect(payload).not.to.have.property('message');
    await respond(payload.response_url, { delete_original: true });
    expect(room.slack.ephemerals(PEOPLE.ben)).to.be.empty;
  });

  it('updates a view by id and hash, and refuses one that is gone', async () => {
    const { payload } = await pressTake();
    const opened = await call(room.slack, 'views.open', { trigger_id: payload.trigger_id, view });
    const { id, hash } = opened.body.view;
    const update = async (more: object) =>
      (await call(room.slack, 'views.update', { view_id: id, view, ...more })).body;
    expect((await update({ hash: 'old' })).error).to.equal('hash_conflict');
    expect((await update({ hash })).view.id).to.equal(id);
    await room.slack.closeModal(PEOPLE.ben, id);
    expect((await update({})).error).to.equal('not_found');
  });

  it('pushes only from inside a modal, three deep at most', async () => {
    const { payload } = await pressTake();
    const outside = { trigger_id: payload.trigger_id, view };
    expect((await call(room.slack, 'views.push', outside)).body.error).to.equal('not_found');
    const withButton = { ...view, blocks: [{ type: 'actions', elements: [button('more', '')] }] };
    const second = await pressTake();
    const trigger_id = second.payload.trigger_id;
    await call(room.slack, 'views.open', { trigger_id, view: withButton });
    const errors: unknown[] = [];
    room.bot.answer = async (request) => {
      const push = { trigger_id: request.payload.trigger_id, view: withButton };
      errors.push((await call(room.slack, 'views.push', push)).body.error);
      return {};
    };
    for (let n = 0; n < 3; n += 1) {
      const top = room.slack.modals(PEOPLE.ben).at(-1);
      await room.slack.pressInModal(PEOPLE.ben, top?.id ?? '', 'more');
    }
    expect(errors).to.deep.equal([undefined, undefined, 'push_limit_reached']);
  });

  it('names the bad part of a view', async () => {
    const { payload } = await pressTake();
    const long = { ...view, title: { type: 'plain_text', text: 'x'.repeat(25) } };
    const { body } = await call(room.slack, 'views.open', {
      trigger_id: payload.trigger_id,
      view: JSON.stringify(long),
    });
    expect(body.error).to.equal('invalid_arguments');
    expect(body.response_metadata.messages).to.deep.equal([
      '[ERROR] failed to match all allowed schemas [json-pointer:/view]',
      '[ERROR] failed to match all allowed schemas [json-pointer:/view/title]',
      '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
    ]);
  });

  it('publishes a Home view and tells the bot when somebody opens the app', async () => {
    const home = { type: 'home', blocks: card };
    await call(room.slack, 'views.publish', { user_id: PEOPLE.ann, view: home });
    expect(room.slack.home(PEOPLE.ann)?.blocks).to.have.length(2);
    room.slack.openApp(PEOPLE.ann, 'home');
    await room.slack.eventsIdle();
    expect(room.bot.last('event').payload.event).to.include({
      type: 'app_home_opened',
      tab: 'home',
    });
    await room.slack.pressInModal(PEOPLE.ann, room.slack.home(PEOPLE.ann)?.id ?? '', 'take');
    expect(room.bot.last('interactive').payload.container.type).to.equal('view');
  });
});
