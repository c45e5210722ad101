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
    const seen: InboundEvent[] = [];
    const adapter = await startAdapter(async (event) => {
      if (fails) throw new TypeError('the store is away');
      seen.push(event);
      return NONE;
    });
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(500);
    fails = false;
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(200);
    expect(seen.map(({ payload }) => payload.kind)).to.deep.equal(['message']);
  });

  it('is answered 500 when its reference could not be stored', async () => {
    const adapter = await startAdapter(async () => NONE);
    adapter.references.store.put = async () => {
      throw new TypeError('the store is away');
    };
    expect((await adapter.post(fixture('installation-team'))).status).to.equal(500);
    expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(500);
    const press = await adapter.post(fixture('card-action'));
    expect(press.status, 'a person is not kept from acting').to.equal(200);
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
      fetch: refusingChats(other.microsoft.fetch),
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
    const asked = async (reply: Reply, changes: ActivityJson) => {
      const seen: InboundEvent[] = [];
      const adapter = await startAdapter(async (event) => {
        seen.push(event);
        return reply;
      });
      await adapter.post(fixture('message-mention', { ...QUESTION, ...changes }));
      return { told: sentMessages(adapter), gestures: seen.map(({ payload }) => payload) };
    };

    it('in a thread is answered by the core’s notice, in the author’s chat', async () => {
      const { told, gestures } = await asked(NOTICE, {});
      expect(gestures).to.have.length(1);
      expect(gestures[0]).to.deep.include({
        kind: 'message',
        thread: THREAD,
        isAddressedToBot: true,
      });
      expect(told).to.deep.equal([
        ['a:opened', 'For Ann alone'],
        [THREAD, TEAMS_TEXT.seePersonalChat],
      ]);
    });

    it('in a complaint’s thread reaches the core and gets no answer', async () => {
      expect((await asked(NONE, {})).told).to.deep.equal([]);
    });

    it('at the start of a thread is answered by help', async () => {
      const { told, gestures } = await asked(NOTICE, { id: '1741000000000' });
      expect(gestures).to.deep.equal([{ kind: 'command', text: 'help' }]);
      expect(told.map(([, words]) => words)).to.deep.equal([
        'For Ann alone',
        TEAMS_TEXT.seePersonalChat,
      ]);
    });

    it('is an event without `isAddressedToBot` when it does not mention the bot', async () => {
      const adapter = await startAdapter(async ({ payload }) => {
        expect(payload).to.deep.include({ kind: 'message', isAddressedToBot: false });
        return NONE;
      });
      expect((await adapter.post(fixture('message-in-thread'))).status).to.equal(200);
    });
  });

  it('with a button of an old client is answered in the channel only when the chat fails', async () => {
    const other = await startAdapter(async () => NONE);
    const adapter = await startAdapter(async () => NOTICE, {
      fetch: refusingChats(other.microsoft.fetch),
    });
    await adapter.post(fixture('message-with-value'));
    expect(sentMessages(other)).to.deep.equal([[THREAD, TEAMS_TEXT.cannotWrite]]);
    const well = await startAdapter(async () => NOTICE);
    await well.post(fixture('message-with-value'));
    expect(sentMessages(well), 'no pointer for each press').to.deep.equal([
      ['a:opened', 'For Ann alone'],
    ]);
  });

  const TROUBLES: Readonly<Record<string, () => Response>> = {
    'a 429 with what to wait': () =>
      new Response('{}', { status: 429, headers: { 'retry-after': '2' } }),
    'a 412': () => Response.json({ error: { code: 'PreconditionFailed' } }, { status: 412 }),
    'a 502': () => new Response('<html>Bad gateway</html>', { status: 502 }),
  };
  for (const [what, trouble] of Object.entries(TROUBLES)) {
    it(`is answered despite ${what}`, async () => {
      const other = await startAdapter(async () => NONE);
      const adapter = await startAdapter(async () => NOTICE, {
        ...{ fetch: failingAtFirst(other.microsoft.fetch, trouble), ...passing() },
      });
      await adapter.post(fixture('message-personal', { text: 'list' }));
      expect(sentMessages(other)).to.deep.equal([[PERSONAL, 'For Ann alone']]);
      expect(adapter.lines.join()).not.to.contain('answer not sent');
    });
  }

  it('with only the bot’s name asks for help', async () => {
    const seen: InboundEvent[] = [];
    const adapter = await startAdapter(async (event) => {
      seen.push(event);
      return NONE;
    });
    await adapter.post(fixture('message-mention', { text: '<at>Redress</at> ' }));
    expect(seen[0]?.payload).to.deep.equal({ kind: 'command', text: 'help' });
  });
});

describe('The installation of the app for a person', () => {
  it('is welcomed once, however often Teams reports it', async () => {
    const seen: InboundEvent[] = [];
    const adapter = await startAdapter(async (event) => {
      seen.push(event);
      return event.payload.kind === 'installed' ? NOTICE : NONE;
    });
    await adapter.post(fixture('members-added-personal'));
    await adapter.post(fixture('installation-personal'));
    await adapter.post(fixture('installation-personal', { action: 'add-upgrade', id: 'f:2' }));
    await adapter.post(fixture('installation-personal', { action: 'remove', id: 'f:3' }));
    expect(seen.map(({ payload }) => payload.kind)).to.deep.equal([
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
    const usual = other.microsoft.fetch;
    const down: typeof fetch = async (input, init) =>
      isDown && String(input).endsWith('/activities')
        ? new Response('{}', { status: 503 })
        : usual(input, init);
    const adapter = await startAdapter(async () => NOTICE, { fetch: down, ...passing() });
    await adapter.post(fixture('installation-personal'));
    expect(sentMessages(other)).to.deep.equal([]);
    isDown = false;
    await adapter.post(fixture('members-added-personal'));
    await adapter.post(fixture('installation-personal', { id: 'f:2' }));
    expect(sentMessages(other)).to.deep.equal([[PERSONAL, 'For Ann alone']]);
  });
});

/** Time that passes only by waiting for it. */
function passing() {
  let now = NOW;
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
}

/** Microsoft, but the first message is not taken. */
function failingAtFirst(usual: typeof fetch, trouble: () => Response): typeof fetch {
  let isFirst = true;
  return async (input, init) => {
    if (!isFirst || !String(input).endsWith('/activities')) return usual(input, init);
    isFirst = false;
    return trouble();
  };
}

/** Microsoft, but for chats with people, which it refuses. */
function refusingChats(usual: typeof fetch): typeof fetch {
  return async (input, init) =>
    String(input).endsWith('/v3/conversations')
      ? Response.json({ error: { code: 'BotNotInConversationRoster' } }, { status: 403 })
      : usual(input, init);
}
