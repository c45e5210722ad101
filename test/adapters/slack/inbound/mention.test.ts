import { expect } from 'chai';
import { parseMention } from '../../../../adapters/slack/inbound/mention.js';
import { loadFixture } from '../fixtures.js';

const BOT = 'U0123BOT345';
const ACCOUNT = { platform: 'slack', workspace: 'T0123ABCD45', userId: 'U0123ABCD45' };
const NO_NAMES = new Map<string, string>();

describe('A message in Slack that mentions the bot', () => {
  const parse = (event: object, command = '/complaint') => {
    const message = loadFixture('message-in-thread');
    const body = { ...message, event: { ...(message.event as object), ...event } };
    return parseMention(body, { botUserId: BOT, command });
  };
  /** Outside threads. */
  const parseText = (text: string, command?: string) =>
    parse({ text, thread_ts: undefined }, command)?.toEvent(NO_NAMES).payload;

  const TEXTS: Readonly<Record<string, string>> = {
    [`<@${BOT}> help`]: 'help',
    [`<@${BOT}|redress>  List `]: 'list',
    [`<@${BOT}>`]: 'help',
    [`Thanks, <@${BOT}>!`]: 'help',
    [`<@${BOT}> complaint`]: '',
    [`<@${BOT}> complaint list`]: 'list',
    [`<@${BOT}> Complaint: late &amp; &lt;wet&gt;\nagain`]: 'late & <wet>\nagain',
    [`complaint <@${BOT}> The lift`]: 'The lift',
    [`<@${BOT}> complaints about you`]: 'help',
    [`<@${BOT}> complaint The <#C1|lift> is <https://x.example|late>`]:
      'The #lift is late (https://x.example)',
  };
  for (const [text, words] of Object.entries(TEXTS)) {
    it(`is a command outside threads: ${JSON.stringify(text)}`, () => {
      expect(parseText(text)).to.deep.equal({ kind: 'command', text: words });
    });
  }

  it('has the word of the app’s own command', () => {
    expect(parseText(`<@${BOT}> issue Late`, '/issue')).to.include({ text: 'Late' });
    expect(parseText(`<@${BOT}> complaint Late`, '/issue')).to.include({ text: 'help' });
  });

  it('says who wrote it and where, under Slack’s event id', () => {
    const mention = parse({ text: `<@${BOT}> help`, thread_ts: undefined });
    expect(mention).to.deep.include({
      ...{ user: ACCOUNT.userId, channel: 'C0123ABCD45', thread: null },
    });
    expect(mention?.toEvent(NO_NAMES)).to.deep.include({
      ...{ eventId: 'Ev0123ABCD45', account: ACCOUNT, displayName: null },
    });
  });

  it('in a thread is a message of that thread that asks for it', () => {
    const mention = parse({ text: `<@${BOT}> complaint Late` });
    expect(mention?.thread).to.equal('1741012300.000100');
    expect(mention?.toEvent(NO_NAMES).payload).to.deep.equal({
      kind: 'message',
      thread: 'C0123ABCD45:1741012300.000100',
      at: 1_741_012_399_123,
      asks: 'Late',
    });
  });

  it('has the names of the other people in it', () => {
    const text = `<@${BOT}> complaint <@U0999ABCD45> and <@U0888ABCD45> waited`;
    const mention = parse({ text, thread_ts: undefined });
    expect(mention?.mentionedUsers).to.deep.equal(['U0999ABCD45', 'U0888ABCD45']);
    const names = new Map([['U0999ABCD45', 'Ben Baker']]);
    expect(mention?.toWords(names)).to.equal('@Ben Baker and @someone waited');
  });

  const OTHERS: Readonly<Record<string, object>> = {
    'that mentions somebody else': { text: '<@U0999ABCD45> help' },
    'that only has the bot’s name': { text: '@Redress help' },
    'of this bot': { text: `<@${BOT}>`, user: BOT },
    'of another bot': { text: `<@${BOT}>`, bot_id: 'B1' },
    'that was edited': { text: `<@${BOT}>`, subtype: 'message_changed' },
    'in a DM': { text: `<@${BOT}>`, channel_type: 'im', channel: 'D0123ABCD45' },
  };
  for (const [which, event] of Object.entries(OTHERS)) {
    it(`is none ${which}`, () => {
      expect(parse(event)).to.equal(undefined);
    });
  }
});
