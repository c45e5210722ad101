import { expect } from 'chai';
import { createSlack, type SlackOptions } from '../../../adapters/slack/index.js';
import { optionalScopes, requiredScopes } from '../../../adapters/slack/scopes.js';
import { RedressError } from '../../../src/errors.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { createMemoryLogger } from '../../support/memory-logger.js';
import { BOT_TOKEN, SECRET } from './harness.js';

type Answer = (method: string) => Response | Promise<Response>;

function createTestSlack(answer: Answer, options: Partial<SlackOptions> = {}) {
  return createSlack({
    ...{ botToken: BOT_TOKEN, signingSecret: SECRET, apiUrl: 'http://127.0.0.1:9/api' },
    intake: { handle: async () => ({ kind: 'none' }) },
    ...{ logger: silentLogger, meter: silentMeter, sleep: async () => undefined },
    fetch: async (input) => answer(String(input).split('/').at(-1) ?? ''),
    ...options,
  });
}

const refuseWith = (error: string) => () => Response.json({ ok: false, error });

const acceptWith = (scopes?: readonly string[]) => () =>
  Response.json(
    { ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1' },
    scopes === undefined ? {} : { headers: { 'x-oauth-scopes': scopes.join(',') } },
  );

async function failToStart(
  answer: Answer,
  options: Partial<SlackOptions> = {},
): Promise<RedressError> {
  try {
    await createTestSlack(answer, options).start();
  } catch (error) {
    if (error instanceof RedressError) return error;
    throw error;
  }
  throw new Error('the start did not fail');
}

describe('The start of the Slack adapter', () => {
  const REMEDIES: Readonly<Record<string, RegExp>> = {
    invalid_auth: /SLACK_BOT_TOKEN.*xoxb/,
    not_authed: /SLACK_BOT_TOKEN.*xoxb/,
    not_allowed_token_type: /SLACK_BOT_TOKEN.*xoxb/,
    token_revoked: /no longer valid.*Install the app again/,
    account_inactive: /no longer valid.*Install the app again/,
    missing_scope: /manifest\.yml/,
    some_other_error: /some_other_error/,
  };
  for (const [name, remedy] of Object.entries(REMEDIES)) {
    it(`that fails with ${name} names the remedy`, async () => {
      const error = await failToStart(refuseWith(name));
      expect(error.code).to.equal('SLACK_START');
      expect(error.message).to.match(remedy).and.not.contain(BOT_TOKEN);
    });
  }

  it('without a response from Slack names the network', async () => {
    const error = await failToStart(() => {
      throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    });
    expect(error.message).to.match(/did not answer.*ECONNREFUSED/);
  });

  it('names the scopes that the token lacks', async () => {
    const some = requiredScopes().filter((scope) => scope !== 'chat:write' && scope !== 'im:write');
    const error = await failToStart(acceptWith(some));
    expect(error.message).to.contain('chat:write, im:write').and.contain('manifest.yml');
  });

  it('accepts a token with all scopes, or with unknown scopes, without a word', async () => {
    for (const scopes of [[...requiredScopes(), ...optionalScopes()], undefined]) {
      const { logger, lines } = createMemoryLogger();
      const slack = createTestSlack(acceptWith(scopes), { logger });
      await slack.start();
      expect(slack.health()).to.equal('ok');
      expect(lines.filter((line) => line.includes('scope'))).to.deep.equal([]);
      await slack.stop(10);
    }
  });

  it('without a scope that only a part needs says once what does not work, and is well', async () => {
    const { logger, lines } = createMemoryLogger();
    const some = optionalScopes().filter((scope) => scope !== 'groups:read');
    const slack = createTestSlack(acceptWith([...requiredScopes(), ...some]), { logger });
    await slack.identify();
    await slack.start();
    expect(slack.health()).to.equal('ok');
    const [warning, ...more] = lines.filter((line) => line.includes('lacks scopes'));
    expect(more).to.deep.equal([]);
    const { level, scopes, without, remedy } = JSON.parse(warning ?? '{}');
    expect({ level, scopes }).to.deep.equal({ level: 'warn', scopes: ['groups:read'] });
    expect(without[0]).to.match(/^groups:read: .*private channel/);
    expect(remedy).to.include('manifest.yml');
    await slack.stop(10);
  });

  it('in HTTP mode requires a signing secret, and names the variable', () => {
    const make = () => createTestSlack(acceptWith(), { signingSecret: undefined });
    expect(make)
      .to.throw(RedressError, 'SLACK_SIGNING_SECRET')
      .with.property('code', 'SLACK_START');
  });

  it('in Socket Mode names the app token if it is refused', async () => {
    const answer: Answer = (method) =>
      method === 'auth.test' ? acceptWith()() : refuseWith('invalid_auth')();
    const error = await failToStart(answer, { appToken: 'xapp-wrong' });
    expect(error.message)
      .to.match(/SLACK_APP_TOKEN.*connections:write/)
      .and.not.contain('xapp-wrong');
  });

  it('asks once who the bot is, and returns the workspace', async () => {
    let asked = 0;
    const slack = createTestSlack(() => {
      asked += 1;
      return acceptWith()();
    });
    expect(await slack.identify()).to.equal('T1');
    await slack.start();
    expect(asked).to.equal(1);
    await slack.stop(10);
  });
});

describe('The health of the Slack adapter', () => {
  it('reports whether it started, whether Slack accepts the token, and whether it was stopped', async () => {
    let refused = false;
    const slack = createTestSlack((method) => {
      if (refused) return refuseWith('token_revoked')();
      return method === 'auth.test'
        ? acceptWith()()
        : Response.json({ ok: true, channel: 'C1', ts: '1.1' });
    });
    const card = { summary: 's', title: null, blocks: [] };
    const post = () =>
      slack.channel.post(
        { place: { platform: 'slack', channel: 'C1' } },
        { deliveryId: 'd', card },
      );
    expect(slack.health()).to.contain('not checked with Slack yet');
    await slack.start();
    refused = true;
    expect((await post()).kind).to.equal('retry');
    expect(slack.health()).to.contain('token_revoked');
    refused = false;
    expect((await post()).kind).to.equal('sent');
    expect(slack.health()).to.equal('ok');
    await slack.stop(10);
    expect(slack.health()).to.contain('stopped');
  });
});
