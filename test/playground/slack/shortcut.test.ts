import { expect } from 'chai';
import { NotPossible } from '../../../playground/not-possible.js';
import { BOT, CHANNELS, PEOPLE, TEAM_ID } from '../../../playground/slack/seed.js';
import { call, type SlackHarness, startSlackHarness } from './harness.js';

const VIEW = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [] };

describe('Playground Slack: the shortcut on a message', () => {
  let harness: SlackHarness;
  beforeEach(async () => {
    harness = await startSlackHarness();
  });
  afterEach(() => harness.stop());

  async function written(text: string, thread?: string) {
    const { ts } = await harness.slack.write(PEOPLE.ben, CHANNELS.billing, text, thread);
    return { channel: CHANNELS.billing, ts };
  }

  async function used(at: { channel: string; ts: string }) {
    const outcome = await harness.slack.messageShortcut(PEOPLE.lena, at, 'complaint');
    return { outcome, payload: harness.bot.last('interactive').payload };
  }

  it('sends message_action with the stored message, its channel and the person', async () => {
    const at = await written('Tea & <cake> for @Ann Reporter');
    const { payload, outcome } = await used(at);
    expect(outcome).to.deep.equal({ status: 'ok' });
    expect(payload).to.include({
      type: 'message_action',
      callback_id: 'complaint',
      message_ts: at.ts,
      is_enterprise_install: false,
    });
    expect(payload.user).to.include({ id: PEOPLE.lena, name: 'lena.lead', team_id: TEAM_ID });
    expect(payload.channel).to.deep.equal({ id: CHANNELS.billing, name: 'billing' });
    expect(payload.team).to.deep.equal({ id: TEAM_ID, domain: 'redress-playground' });
    expect(payload.message).to.include({
      type: 'message',
      user: PEOPLE.ben,
      ts: at.ts,
      text: `Tea &amp; &lt;cake&gt; for <@${PEOPLE.ann}>`,
    });
    expect(payload.action_ts).to.match(/^\d+\.\d{6}$/);
    expect(payload.trigger_id).to.be.a('string');
    expect(payload.response_url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/respond\//);
  });

  it('gives a trigger that opens a modal, and a response URL for an ephemeral message', async () => {
    const root = await written('Hello');
    const at = await written('There', root.ts);
    harness.bot.answer = async ({ kind, payload }) => {
      if (kind !== 'interactive') return {};
      await call(harness.slack, 'views.open', { trigger_id: payload.trigger_id, view: VIEW });
      return {};
    };
    const { outcome, payload } = await used(at);
    expect(outcome.modal?.user).to.equal(PEOPLE.lena);
    const body = JSON.stringify({ text: 'Only you', thread_ts: root.ts });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(payload.response_url, { method: 'POST', headers, body });
    expect(answer.status).to.equal(200);
    expect(harness.slack.ephemerals(PEOPLE.lena).at(-1)).to.include({
      text: 'Only you',
      thread_ts: root.ts,
      ephemeralTo: PEOPLE.lena,
    });
  });

  it('works on a bot’s message, and in channels without the bot', async () => {
    const args = { channel: CHANNELS.billing, text: 'A card' };
    const { ts } = (await call(harness.slack, 'chat.postMessage', args)).body;
    const { payload } = await used({ channel: CHANNELS.billing, ts });
    expect(payload.message).to.include({ user: BOT.userId, bot_id: BOT.botId, app_id: BOT.appId });
    const at = await written('Without the bot');
    harness.slack.removeBot(CHANNELS.billing);
    expect((await used(at)).outcome.status).to.equal('ok');
  });

  it('is missing on ephemeral and deleted messages, and for unknown shortcuts', async () => {
    const at = await written('Hello');
    const own = { channel: at.channel, user: PEOPLE.lena, text: 'psst' };
    const alone = (await call(harness.slack, 'chat.postEphemeral', own)).body.message_ts;
    const impossible: readonly [string, { channel: string; ts: string }, string][] = [
      [PEOPLE.lena, { channel: at.channel, ts: alone }, 'complaint'],
      [PEOPLE.lena, { channel: at.channel, ts: '1.000001' }, 'complaint'],
      [PEOPLE.lena, at, 'complaint-list'],
      [PEOPLE.ann, at, 'complaint'],
      [BOT.userId, at, 'complaint'],
    ];
    for (const [user, message, id] of impossible) {
      const refusal = await harness.slack
        .messageShortcut(user, message, id)
        .catch((error) => error);
      expect(refusal, `${user} ${message.ts} ${id}`).to.be.instanceOf(NotPossible);
    }
    harness.slack.archive(CHANNELS.billing);
    const refusal = await used(at).catch((error) => error);
    expect(refusal).to.be.instanceOf(NotPossible);
  });

  it('shows an error when the bot does not take it or its answer is lost', async () => {
    const at = await written('Hello');
    harness.bot.answer = () => ({ status: 500 });
    expect((await used(at)).outcome).to.have.property('status', 'failed');
    harness.bot.answer = () => ({});
    harness.slack.fault({ kind: 'lost-answer', method: 'interactive' });
    const { outcome } = await used(at);
    expect(outcome.status).to.equal('failed');
    expect(outcome.error).to.be.a('string').and.not.equal('');
  });
});
