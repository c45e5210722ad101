import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { call, type SlackHarness, startSlackHarness } from './harness.js';

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
  let harness: SlackHarness;
  let time: number;
  beforeEach(async () => {
    time = Date.UTC(2026, 0, 5, 9);
    harness = await startSlackHarness({ now: () => time });
  });
  afterEach(() => harness.stop());

  async function postCard(): Promise<string> {
    const args = { channel: CHANNELS.billing, text: 'card', blocks: card };
    return (await call(harness.slack, 'chat.postMessage', args)).body.ts;
  }

  async function pressTake() {
    const ts = await postCard();
    const outcome = await harness.slack.press(
      PEOPLE.ben,
      { channel: CHANNELS.billing, ts },
      'take',
    );
    return { ts, outcome, payload: harness.bot.last('interactive').payload };
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
    // Slack returns plain_text escaped
    expect(payload.actions[0].text.text).to.equal('Take &amp; go');
  });

  it('shows an error when the bot does not take it, and nothing of the answer’s body', async () => {
    harness.bot.answer = () => ({ body: { text: 'ignored by Slack' } });
    const { outcome } = await pressTake();
    expect(outcome).to.deep.equal({ status: 'ok' });
    expect(harness.slack.ephemerals(PEOPLE.ben)).to.be.empty;
    harness.bot.answer = () => ({ status: 500 });
    const failed = await pressTake();
    expect(failed.outcome.status).to.equal('failed');
  });

  it('refuses unknown buttons and people who are not in the channel', async () => {
    const ts = await postCard();
    const at = { channel: CHANNELS.billing, ts };
    const missing = await harness.slack
      .press(PEOPLE.ben, at, 'nope')
      .catch((e: Error) => e.message);
    expect(missing).to.include('there are: take, drop');
    const outside = await harness.slack.press(PEOPLE.ann, at, 'take').catch((e: Error) => e);
    expect(outside).to.be.an('error');
  });

  it('accepts a trigger once, within three seconds', async () => {
    const open = async (trigger_id: string) =>
      (await call(harness.slack, 'views.open', { trigger_id, view })).body.error;
    const { payload } = await pressTake();
    expect(await open('1.2.abc')).to.equal('invalid_trigger_id');
    expect(await open(payload.trigger_id)).to.equal(undefined);
    expect(await open(payload.trigger_id)).to.equal('exchanged_trigger_id');
    const later = await pressTake();
    time += 3001;
    expect(await open(later.payload.trigger_id)).to.equal('expired_trigger_id');
    expect(harness.slack.modals(PEOPLE.ben)).to.have.length(1);
  });

  it('accepts a response URL five times within half an hour', async () => {
    const { payload } = await pressTake();
    for (let n = 0; n < 5; n += 1) {
      const used = await respond(payload.response_url, { text: `n${n}` });
      expect(used).to.deep.equal({ status: 200, text: 'ok' });
    }
    const sixth = await respond(payload.response_url, { text: 'x' });
    expect(sixth).to.deep.equal({ status: 404, text: 'used_url' });
    expect(harness.slack.ephemerals(PEOPLE.ben)).to.have.length(5);
    const next = await pressTake();
    time += 30 * 60_000 + 1;
    const late = await respond(next.payload.response_url, { text: 'x' });
    expect(late).to.deep.equal({ status: 404, text: 'expired_url' });
  });

  it('replaces or deletes the message a response URL belongs to', async () => {
    const { ts, payload } = await pressTake();
    await respond(payload.response_url, { replace_original: true, text: 'taken' });
    expect(harness.slack.thread('billing', ts)[0]).to.deep.include({ text: 'taken', blocks: [] });
    await respond(payload.response_url, { response_type: 'in_channel', text: 'for all' });
    await respond(payload.response_url, { delete_original: true });
    expect(harness.slack.messages('billing').map((m) => m.text)).to.deep.equal(['for all']);
    const bad = await respond(payload.response_url, { blocks: [{ type: 'nope' }] });
    expect(bad).to.deep.equal({ status: 400, text: 'invalid_blocks' });
  });

  it('sends presses in ephemeral messages without the message', async () => {
    const args = { channel: CHANNELS.billing, user: PEOPLE.ben, text: 'card', blocks: card };
    const { body } = await call(harness.slack, 'chat.postEphemeral', args);
    const at = { channel: CHANNELS.billing, ts: body.message_ts };
    await harness.slack.press(PEOPLE.ben, at, 'take');
    const { payload } = harness.bot.last('interactive');
    expect(payload.container.is_ephemeral).to.equal(true);
    expect(payload).not.to.have.property('message');
    await respond(payload.response_url, { delete_original: true });
    expect(harness.slack.ephemerals(PEOPLE.ben)).to.be.empty;
  });

  it('updates a view by id and hash, and refuses a closed one', async () => {
    const { payload } = await pressTake();
    const opened = await call(harness.slack, 'views.open', {
      trigger_id: payload.trigger_id,
      view,
    });
    const { id, hash } = opened.body.view;
    const update = async (more: object) =>
      (await call(harness.slack, 'views.update', { view_id: id, view, ...more })).body;
    expect((await update({ hash: 'old' })).error).to.equal('hash_conflict');
    expect((await update({ hash })).view.id).to.equal(id);
    await harness.slack.closeModal(PEOPLE.ben, id);
    expect((await update({})).error).to.equal('not_found');
  });

  it('pushes only from inside a modal, at most three deep', async () => {
    const { payload } = await pressTake();
    const outside = { trigger_id: payload.trigger_id, view };
    expect((await call(harness.slack, 'views.push', outside)).body.error).to.equal('not_found');
    const withButton = { ...view, blocks: [{ type: 'actions', elements: [button('more', '')] }] };
    const second = await pressTake();
    const trigger_id = second.payload.trigger_id;
    await call(harness.slack, 'views.open', { trigger_id, view: withButton });
    const errors: unknown[] = [];
    harness.bot.answer = async (request) => {
      const push = { trigger_id: request.payload.trigger_id, view: withButton };
      errors.push((await call(harness.slack, 'views.push', push)).body.error);
      return {};
    };
    for (let n = 0; n < 3; n += 1) {
      const top = harness.slack.modals(PEOPLE.ben).at(-1);
      await harness.slack.pressInModal(PEOPLE.ben, top?.id ?? '', 'more');
    }
    expect(errors).to.deep.equal([undefined, undefined, 'push_limit_reached']);
  });

  it('names the faulty part of a view', async () => {
    const { payload } = await pressTake();
    const long = { ...view, title: { type: 'plain_text', text: 'x'.repeat(25) } };
    const { body } = await call(harness.slack, 'views.open', {
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

  it('publishes a Home view and sends an event when a person opens the app', async () => {
    const home = { type: 'home', blocks: card };
    await call(harness.slack, 'views.publish', { user_id: PEOPLE.ann, view: home });
    expect(harness.slack.home(PEOPLE.ann)?.blocks).to.have.length(2);
    harness.slack.openApp(PEOPLE.ann, 'home');
    await harness.slack.eventsIdle();
    expect(harness.bot.last('event').payload.event).to.include({
      type: 'app_home_opened',
      tab: 'home',
    });
    await harness.slack.pressInModal(PEOPLE.ann, harness.slack.home(PEOPLE.ann)?.id ?? '', 'take');
    expect(harness.bot.last('interactive').payload.container.type).to.equal('view');
  });
});
