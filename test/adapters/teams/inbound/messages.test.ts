import { expect } from 'chai';
import type { InboundEvent, Reply } from '../../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import { NOW, sentMessages, startAdapter } from '../fake-microsoft.js';
import { type ActivityJson, fixture, PERSONAL, THREAD } from '../fixtures.js';

const NONE: Reply = { kind: 'none' };
const NOTICE: Reply = { kind: 'notice', notice: { text: 'For Ann alone', blocks: [] } };

describe('A message in Teams', () => {
  it('is answered 500 when the core fails, and handled when it is repeated', async () => {
    let fails = true;
    const events: InboundEvent[] = [];
    const adapter = await startAdapter(async (event) => {
      if (fails) throw new TypeError('the store is away');
      events.push(event);
      return NONE;
    });
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(500);
    fails = false;
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(200);
    expect(events.map(({ payload }) => payload.kind)).to.deep.equal(['message']);
  });

  it('is answered 500 while its reference cannot be stored', async () => {
    const adapter = await startAdapter(async () => NONE);
    const { put } = adapter.references.store;
    adapter.references.store.put = async () => {
      throw new TypeError('the store is away');
    };
    expect((await adapter.post(fixture('installation-team'))).status).to.equal(500);
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(500);
    const press = await adapter.post(fixture('card-action'));
    expect(press.status, 'a person can act all the same').to.equal(200);
    adapter.references.store.put = put;
    const again = await adapter.post(fixture('message-in-thread'));
    expect(again.status, 'once the store is back').to.equal(200);
  });

  it('in a channel is answered in the author’s chat, with a pointer in the channel', async () => {
    const adapter = await startAdapter(async () => NOTICE);
    await adapter.post(fixture('message-mention', { text: '<at>Redress</at> list' }));
    expect(sentMessages(adapter)).to.deep.equal([
      ['a:opened', 'For Ann alone'],
      [THREAD, TEAMS_TEXT.seePersonalChat],
    ]);
  });

  it('in a channel gets only `cannotWrite` when its author cannot be reached', async () => {
    const other = await startAdapter(async () => NONE);
    const adapter = await startAdapter(async () => NOTICE, {
      fetch: refuseChats(other.microsoft.fetch),
    });
    const answer = await adapter.post(
      fixture('message-mention', { text: '<at>Redress</at> help' }),
    );
    expect(answer.status).to.equal(200);
    expect(sentMessages(other)).to.deep.equal([[THREAD, TEAMS_TEXT.cannotWrite]]);
    expect(adapter.lines.join()).to.contain('answer not sent');
  });

  describe('that mentions the bot', () => {
    const QUESTION = { text: '<at>Redress</at> how do I report this?' };
    const ask = async (reply: Reply, changes: ActivityJson) => {
      const events: InboundEvent[] = [];
      const adapter = await startAdapter(async (event) => {
        events.push(event);
        return reply;
      });
      await adapter.post(fixture('message-mention', { ...QUESTION, ...changes }));
      return { sent: sentMessages(adapter), payloads: events.map(({ payload }) => payload) };
    };

    it('in a thread is answered by the core’s notice, in the author’s chat', async () => {
      const { sent, payloads } = await ask(NOTICE, {});
      expect(payloads).to.have.length(1);
      expect(payloads[0]).to.deep.include({
        kind: 'message',
        thread: THREAD,
        asks: 'help',
      });
      expect(sent).to.deep.equal([
        ['a:opened', 'For Ann alone'],
        [THREAD, TEAMS_TEXT.seePersonalChat],
      ]);
    });

    it('in a complaint’s thread reaches the core and gets no answer', async () => {
      expect((await ask(NONE, {})).sent).to.deep.equal([]);
    });

    it('at the start of a thread is answered by help', async () => {
      const { sent, payloads } = await ask(NOTICE, { id: '1741000000000' });
      expect(payloads).to.deep.equal([{ kind: 'command', text: 'help' }]);
      expect(sent.map(([, words]) => words)).to.deep.equal([
        'For Ann alone',
        TEAMS_TEXT.seePersonalChat,
      ]);
    });

    it('is an event that asks for nothing when it does not mention the bot', async () => {
      const adapter = await startAdapter(async ({ payload }) => {
        expect(payload).to.include({ kind: 'message' }).and.not.have.property('asks');
        return NONE;
      });
      expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(200);
    });
  });

  it('with a button of an old client is answered in the channel only when the chat fails', async () => {
    const other = await startAdapter(async () => NONE);
    const adapter = await startAdapter(async () => NOTICE, {
      fetch: refuseChats(other.microsoft.fetch),
    });
    await adapter.post(fixture('message-with-value'));
    expect(sentMessages(other)).to.deep.equal([[THREAD, TEAMS_TEXT.cannotWrite]]);
    const healthy = await startAdapter(async () => NOTICE);
    await healthy.post(fixture('message-with-value'));
    expect(sentMessages(healthy), 'no pointer after each press').to.deep.equal([
      ['a:opened', 'For Ann alone'],
    ]);
  });

  const FAULTS: Readonly<Record<string, () => Response>> = {
    'a 429 with a wait': () => new Response('{}', { status: 429, headers: { 'retry-after': '2' } }),
    'a 412': () => Response.json({ error: { code: 'PreconditionFailed' } }, { status: 412 }),
    'a 502': () => new Response('<html>Bad gateway</html>', { status: 502 }),
  };
  for (const [what, fault] of Object.entries(FAULTS)) {
    it(`is answered despite ${what}`, async () => {
      const other = await startAdapter(async () => NONE);
      const adapter = await startAdapter(async () => NOTICE, {
        ...{ fetch: failFirstMessage(other.microsoft.fetch, fault), ...createClock() },
      });
      await adapter.post(fixture('message-personal', { text: 'list' }));
      expect(sentMessages(other)).to.deep.equal([[PERSONAL, 'For Ann alone']]);
      expect(adapter.lines.join()).not.to.contain('answer not sent');
    });
  }

  it('with only the bot’s name asks for help', async () => {
    const events: InboundEvent[] = [];
    const adapter = await startAdapter(async (event) => {
      events.push(event);
      return NONE;
    });
    await adapter.post(fixture('message-mention', { text: '<at>Redress</at> ' }));
    expect(events[0]?.payload).to.deep.equal({ kind: 'command', text: 'help' });
  });
});

describe('The installation of the app for a person', () => {
  it('is welcomed once, however often Teams reports it', async () => {
    const events: InboundEvent[] = [];
    const adapter = await startAdapter(async (event) => {
      events.push(event);
      return event.payload.kind === 'installed' ? NOTICE : NONE;
    });
    await adapter.post(fixture('members-added-personal'));
    await adapter.post(fixture('installation-personal'));
    await adapter.post(fixture('installation-personal', { action: 'add-upgrade', id: 'f:2' }));
    await adapter.post(fixture('installation-personal', { action: 'remove', id: 'f:3' }));
    expect(events.map(({ payload }) => payload.kind)).to.deep.equal([
      'installed',
      'installed',
      'installed',
      'uninstalled',
    ]);
    expect(sentMessages(adapter)).to.deep.equal([[PERSONAL, 'For Ann alone']]);
  });
});

describe('A welcome message that could not be sent', () => {
  it('is sent when Teams reports the installation again', async () => {
    const other = await startAdapter(async () => NONE);
    let isDown = true;
    const send = other.microsoft.fetch;
    const down: typeof fetch = async (input, init) =>
      isDown && String(input).endsWith('/activities')
        ? new Response('{}', { status: 503 })
        : send(input, init);
    const adapter = await startAdapter(async () => NOTICE, { fetch: down, ...createClock() });
    await adapter.post(fixture('installation-personal'));
    expect(sentMessages(other)).to.deep.equal([]);
    isDown = false;
    await adapter.post(fixture('members-added-personal'));
    await adapter.post(fixture('installation-personal', { id: 'f:2' }));
    expect(sentMessages(other)).to.deep.equal([[PERSONAL, 'For Ann alone']]);
  });
});

/** A clock that only `sleep` moves. */
function createClock() {
  let now = NOW;
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
}

/** Microsoft, but the first message fails. */
function failFirstMessage(send: typeof fetch, fault: () => Response): typeof fetch {
  let isFirst = true;
  return async (input, init) => {
    if (!isFirst || !String(input).endsWith('/activities')) return send(input, init);
    isFirst = false;
    return fault();
  };
}

/** Microsoft, but it refuses to open personal chats. */
function refuseChats(send: typeof fetch): typeof fetch {
  return async (input, init) =>
    String(input).endsWith('/v3/conversations')
      ? Response.json({ error: { code: 'BotNotInConversationRoster' } }, { status: 403 })
      : send(input, init);
}
