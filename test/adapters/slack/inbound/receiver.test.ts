import { expect } from 'chai';
import { computeSignature } from '../../../../adapters/slack/inbound/receiver.js';
import { createSlack, type RawReply } from '../../../../adapters/slack/index.js';
import type { InboundEvent, Reply } from '../../../../src/ports/intake.js';
import { type Meter, silentMeter } from '../../../../src/ports/meter.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { loadFixture } from '../fixtures.js';
import { BOT_TOKEN, SECRET } from '../harness.js';

const NOW = Date.UTC(2025, 2, 3, 12);
const FORM_TYPE = 'application/x-www-form-urlencoded';

interface Sent {
  readonly secret?: string;
  /** Unix seconds. */
  readonly at?: number;
  readonly headers?: Record<string, string | undefined>;
}

/** Starts the production adapter without a network: the fake fetch answers only who the bot is. */
async function startAdapter(
  handle: (incoming: InboundEvent) => Promise<Reply>,
  own: { readonly meter?: Meter; readonly now?: () => number } = {},
) {
  const { logger, lines } = createMemoryLogger();
  const calls: string[] = [];
  const fakeFetch: typeof fetch = async (input) => {
    calls.push(String(input));
    return Response.json({
      ok: true,
      team_id: 'T0123ABCD45',
      user_id: 'U0123BOT345',
      bot_id: 'B1',
    });
  };
  const slack = createSlack({
    ...{ botToken: BOT_TOKEN, signingSecret: SECRET, intake: { handle }, fetch: fakeFetch },
    ...{ logger, meter: silentMeter, now: () => NOW, apiUrl: 'http://127.0.0.1:9/api/' },
    ...own,
  });
  await slack.start();
  const post = (type: string, text: string, sent: Sent = {}): Promise<RawReply> => {
    const body = Buffer.from(text);
    const time = String(sent.at ?? NOW / 1000);
    const headers = {
      'content-type': type,
      'x-slack-request-timestamp': time,
      'x-slack-signature': computeSignature(sent.secret ?? SECRET, time, body),
      ...sent.headers,
    };
    const [route] = slack.routes;
    if (route === undefined) throw new Error('no route');
    return route.handle({ headers, body });
  };
  const slash = (sent?: Sent) => {
    const fields = loadFixture('slash-command') as Record<string, string>;
    return post(FORM_TYPE, new URLSearchParams(fields).toString(), sent);
  };
  const interact = (payload: unknown) =>
    post(FORM_TYPE, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const event = (payload: unknown, sent?: Sent) =>
    post('application/json', JSON.stringify(payload), sent);
  return { slack, slash, interact, event, post, lines, calls };
}

const NONE: Reply = { kind: 'none' };

describe('A request to the Slack path', () => {
  let seen: InboundEvent[];
  let adapter: Awaited<ReturnType<typeof startAdapter>>;
  beforeEach(async () => {
    seen = [];
    adapter = await startAdapter(async (incoming) => {
      seen.push(incoming);
      return NONE;
    });
  });

  const FORGED: Readonly<Record<string, Sent>> = {
    'with another secret': { secret: 'guessed' },
    'without a signature': { headers: { 'x-slack-signature': undefined } },
    'without a time': { headers: { 'x-slack-request-timestamp': undefined } },
    'with a signature of another length': { headers: { 'x-slack-signature': 'v0=abc' } },
    'with an empty signature': { headers: { 'x-slack-signature': '' } },
    'with another version': { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } },
    'with a time that is no number': { headers: { 'x-slack-request-timestamp': 'NaN' } },
    'with a negative time': { at: -1 },
    'from more than five minutes ago': { at: NOW / 1000 - 301 },
    'from more than five minutes ahead': { at: NOW / 1000 + 301 },
    'from a day ahead': { at: NOW / 1000 + 86_400 },
    'with the time changed after signing': {
      headers: { 'x-slack-request-timestamp': String(NOW / 1000 + 1) },
    },
  };
  for (const [which, sent] of Object.entries(FORGED)) {
    it(`${which} is refused without a reason, and does not reach the intake`, async () => {
      expect(await adapter.slash(sent)).to.deep.equal({ status: 401, headers: {}, body: '' });
      expect(seen).to.deep.equal([]);
    });
  }

  it('whose body was changed after signing is refused', async () => {
    const body = Buffer.from('command=%2Fcomplaint');
    const time = String(NOW / 1000);
    const headers = {
      'content-type': FORM_TYPE,
      'x-slack-request-timestamp': time,
      'x-slack-signature': computeSignature(SECRET, time, body),
    };
    const changed = Buffer.from('command=%2Fcomplainx');
    expect((await adapter.slack.routes[0]?.handle({ headers, body: changed }))?.status).to.equal(
      401,
    );
  });

  it('is accepted up to five minutes early or late', async () => {
    for (const at of [NOW / 1000 - 300, NOW / 1000, NOW / 1000 + 300]) {
      expect((await adapter.slash({ at })).status).to.equal(200);
    }
    expect(seen).to.have.length(3);
  });

  it('that is replayed reaches the intake under the same event id', async () => {
    await adapter.slash();
    await adapter.slash();
    expect(new Set(seen.map(({ eventId }) => eventId)).size).to.equal(1);
  });

  it('that is too big is refused before it is parsed', async () => {
    const answer = await adapter.post('application/json', ' '.repeat(1_000_001));
    expect(answer.status).to.equal(413);
  });

  it('that is refused is counted each time, and logged once a minute for each reason', async () => {
    let [now, counted] = [NOW, 0];
    const meter: Meter = {
      ...silentMeter,
      count: () => {
        counted += 1;
      },
    };
    const flooded = await startAdapter(async () => ({ kind: 'none' }), { meter, now: () => now });
    const forge = () => flooded.slash({ secret: 'another', at: Math.floor(now / 1000) });
    for (let n = 0; n < 20; n += 1) await forge();
    await flooded.slash({ headers: { 'x-slack-signature': undefined } });
    now += 60_000;
    await forge();
    expect(counted).to.equal(22);
    const logged = flooded.lines.map((line) => JSON.parse(line));
    expect(logged.map(({ why, unlogged }) => [why, unlogged])).to.deep.equal([
      ['bad-signature', 0],
      ['no-signature', 0],
      ['bad-signature', 19],
    ]);
  });

  it('that cannot be read is refused', async () => {
    for (const [type, text] of [
      ['application/json', '{'],
      ['application/json', 'null'],
      ['application/json', '[1]'],
      ['application/json', ''],
      [FORM_TYPE, 'payload=%7B'],
    ] as const) {
      expect((await adapter.post(type, text)).status, text).to.equal(400);
    }
  });

  it('that asks for the challenge gets it if it is signed', async () => {
    const challenge = { type: 'url_verification', challenge: 'abc' };
    expect(await adapter.event(challenge)).to.deep.include({
      status: 200,
      body: '{"challenge":"abc"}',
    });
    expect((await adapter.event(challenge, { secret: 'x' })).status).to.equal(401);
  });

  it('without a listener is acknowledged and ignored', async () => {
    const shortcut = {
      ...loadFixture('block-actions-in-modal'),
      type: 'shortcut',
      actions: undefined,
    };
    const answers = [
      await adapter.event({
        type: 'event_callback',
        event: { type: 'reaction_added', user: 'U1' },
      }),
      await adapter.interact(shortcut),
      await adapter.interact({ ...loadFixture('view-submission'), type: 'view_closed' }),
      await adapter.post(FORM_TYPE, 'command=%2Fother&team_id=T1&user_id=U1'),
      await adapter.post(FORM_TYPE, 'ssl_check=1&token=x'),
    ];
    expect(answers.map(({ status, body }) => [status, body])).to.deep.equal(
      answers.map(() => [200, '']),
    );
    expect(seen).to.deep.equal([]);
  });

  it('gets 503 after the adapter was stopped', async () => {
    await adapter.slack.stop(10);
    expect((await adapter.slash()).status).to.equal(503);
    expect(seen).to.deep.equal([]);
  });

  it('leaves neither its content nor a secret in the log', async () => {
    await adapter.slash({ secret: 'guessed' });
    await adapter.event({ type: 'mystery', text: 'Mrs Smith' });
    await adapter.interact({ type: 'block_actions', actions: [], text: 'Mrs Smith' });
    const log = adapter.lines.join('\n');
    expect(log).to.contain('bad-signature');
    for (const secret of ['Mrs Smith', SECRET, BOT_TOKEN, 'delivery']) {
      expect(log).not.to.contain(secret);
    }
  });
});

describe('An acknowledgement to Slack', () => {
  /** An intake that replies when a test releases it. */
  function createHeldIntake() {
    let release: (reply: Reply | Error) => void = () => undefined;
    const handle = () =>
      new Promise<Reply>((resolve, reject) => {
        release = (reply) => (reply instanceof Error ? reject(reply) : resolve(reply));
      });
    return { handle, release: (reply: Reply | Error) => release(reply) };
  }

  const KINDS = {
    'a command': 'slash-command',
    'a button': 'block-actions-in-thread',
    'a form': 'view-submission',
    'an event': 'message-in-thread',
  } as const;

  for (const [what, name] of Object.entries(KINDS)) {
    const send = (adapter: Awaited<ReturnType<typeof startAdapter>>) => {
      if (name === 'slash-command') return adapter.slash();
      return name === 'message-in-thread'
        ? adapter.event(loadFixture(name))
        : adapter.interact(loadFixture(name));
    };

    it(`of ${what} is not sent before the intake has answered`, async () => {
      const intake = createHeldIntake();
      const adapter = await startAdapter(intake.handle);
      let answered = false;
      const answer = send(adapter).then((reply) => {
        answered = true;
        return reply;
      });
      for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
      expect(answered).to.equal(false);
      intake.release(NONE);
      expect((await answer).status).to.equal(200);
    });

    it(`of ${what} is not sent if the intake fails`, async () => {
      const intake = createHeldIntake();
      const adapter = await startAdapter(intake.handle);
      const answer = send(adapter);
      for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
      intake.release(new Error('a defect'));
      expect((await answer).status).to.equal(500);
    });
  }

  it('is waited for when the adapter stops, for the given time', async () => {
    const intake = createHeldIntake();
    const adapter = await startAdapter(intake.handle);
    const answer = adapter.slash();
    for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
    expect(await adapter.slack.stop(5), 'still running').to.equal(false);
    const stopped = adapter.slack.stop(5000);
    intake.release({ kind: 'notice', notice: { text: 'Done.', blocks: [] } });
    expect(await stopped).to.equal(true);
    expect(JSON.parse((await answer).body)).to.deep.include({
      response_type: 'ephemeral',
      text: 'Done.',
    });
  });

  it('has a short text if the reply exceeds Slack limits', async () => {
    const button = {
      action: 'a',
      value: 'x'.repeat(2001),
      label: 'A',
      style: 'plain' as const,
      opens: false,
    };
    const blocks = [{ kind: 'buttons' as const, buttons: [button] }];
    const adapter = await startAdapter(async () => ({
      kind: 'notice',
      notice: { text: 'x', blocks },
    }));
    const answer = await adapter.slash();
    expect(answer.status).to.equal(200);
    expect(answer.body).to.contain('could not show this');
  });
});
