import { App, LogLevel } from '@slack/bolt';
import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { BOT_TOKEN, type SlackHarness, startSlackHarness } from './harness.js';

describe('Playground Slack: Socket Mode, with Slack’s own framework as the bot', () => {
  let harness: SlackHarness;
  let app: App;
  const heard: string[] = [];
  const start = async (options: { answerMs?: number } = {}) => {
    heard.length = 0;
    harness = await startSlackHarness({ appToken: 'xapp-test', ...options });
    app = new App({
      token: BOT_TOKEN,
      appToken: 'xapp-test',
      socketMode: true,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: `${harness.slack.url}/api/` },
    });
    app.command('/complaint', async ({ ack, command }) => {
      if (command.text !== 'silence') await ack({ text: `heard ${command.text}` });
    });
    app.message(async ({ message }) => {
      heard.push('text' in message ? String(message.text) : '');
    });
    await app.start();
  };
  const stop = async () => {
    await app.stop();
    await harness.stop();
  };
  beforeEach(() => start());
  afterEach(stop);

  it('sends commands over the socket and takes the payload of the acknowledgement', async () => {
    const outcome = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'late');
    expect(outcome.ephemeral?.text).to.equal('heard late');
    expect(harness.bot.received).to.be.empty;
  });

  it('shows that the app did not respond when no acknowledgement comes', async () => {
    await stop();
    await start({ answerMs: 300 });
    const outcome = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'silence');
    expect(outcome.error).to.equal('/complaint failed because the app did not respond.');
  });

  it('sends events over the socket', async () => {
    await harness.slack.write(PEOPLE.ben, CHANNELS.billing, 'hello');
    await harness.slack.eventsIdle();
    expect(heard).to.deep.equal(['hello']);
  });

  it('uses HTTP again when no socket is connected', async () => {
    await app.stop();
    // the disconnect message may take a moment to arrive
    for (let tries = 0; tries < 10 && harness.bot.received.length === 0; tries += 1) {
      await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', 'x');
    }
    expect(harness.bot.received).to.have.length(1);
  });
});
