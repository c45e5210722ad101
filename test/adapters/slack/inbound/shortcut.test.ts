import { expect } from 'chai';
import { fetchUserNames, parseShortcut } from '../../../../adapters/slack/inbound/shortcut.js';
import { TEXT_LIMIT } from '../../../../src/domain/complaint/command.js';
import { fileForm } from '../../../../src/views/forms.js';
import { createOrganisation } from '../../../support/domain.js';
import { loadFixture } from '../fixtures.js';

const TEAM = 'T0123ABCD45';
const URL = 'https://example.slack.com/';
const IDENTITY = { workspace: TEAM, userId: 'U0123BOT345', botId: 'B0123BOT345', url: URL };
const LINK =
  'https://example.slack.com/archives/C0123ABCD45/p1741012345000200?thread_ts=1741012300.000100&cid=C0123ABCD45';
const NAMES = new Map([['U0789ABCD45', 'Ben Baker']]);

/** The shortcut on a message of this content, in no thread. */
function on(message: object, more: object = {}) {
  const ts = '1741012345.000200';
  return {
    ...loadFixture('message-shortcut'),
    message: { type: 'message', ts, ...message },
    ...more,
  };
}

/** What is filled in for it, without the link. */
function wordsOn(message: object): string | undefined {
  const payload = parseShortcut(on(message), { ...IDENTITY, url: null })?.toEvent(NAMES).payload;
  return payload?.kind === 'command' ? payload.text : undefined;
}

describe('A shortcut on a message in Slack', () => {
  it('becomes the command with the link to the message and its words, under its trigger id', () => {
    const used = parseShortcut(loadFixture('message-shortcut'), IDENTITY);
    const { toEvent: event, ...rest } = used ?? {};
    expect(rest).to.deep.equal({
      triggerId: '1234567890127.1234567890.0123456789abcdef0123456789abcdef',
      responseUrl: 'https://hooks.slack.com/app/T0123ABCD45/1234567890123/redacted',
      thread: '1741012300.000100',
      mentionedUsers: ['U0789ABCD45'],
    });
    expect(event?.(NAMES)).to.deep.equal({
      eventId: '1234567890127.1234567890.0123456789abcdef0123456789abcdef',
      account: { platform: 'slack', workspace: TEAM, userId: 'U0123ABCD45' },
      displayName: 'ann',
      zone: null,
      reference: null,
      payload: {
        kind: 'command',
        text: `${LINK}\n\n@Ben Baker Mrs Smith rang: the lift & the light are broken (https://example.org/a?b=1&c=2)\n*Again.* <angry>`,
      },
    });
  });

  it('links to a message outside threads, and to the first of a thread, without its thread', () => {
    const link = 'https://example.slack.com/archives/C0123ABCD45/p1741012345000200';
    for (const more of [{}, { thread_ts: '1741012345.000200' }]) {
      const used = parseShortcut(on({ text: 'x', ...more }), IDENTITY);
      expect(used?.thread).to.equal(null);
      expect(used?.toEvent(NAMES).payload).to.deep.equal({ kind: 'command', text: `${link}\n\nx` });
    }
  });

  it('is by whom it was though from another workspace, in private channels and direct messages too', () => {
    for (const id of ['G0123ABCD45', 'D0123ABCD45']) {
      const user = { id: 'W0123ABCD45', name: 'eve', team_id: 'T0OTHER0001' };
      const used = parseShortcut(on({ text: 'x' }, { user, channel: { id } }), IDENTITY);
      expect(used?.toEvent(NAMES).account.workspace).to.equal('T0OTHER0001');
    }
  });

  it('is nothing when it is another shortcut, or says not who used it where', () => {
    const body = loadFixture('message-shortcut');
    const changes = [
      { callback_id: 'complaint2' },
      { callback_id: undefined },
      { type: 'shortcut' },
      { user: { id: 'U1> <!here' } },
      { channel: { id: '../../T1' } },
      { channel: undefined },
      { message_ts: 'now' },
      { trigger_id: '' },
      { message: undefined },
    ];
    for (const change of changes) {
      const read = parseShortcut({ ...body, ...change }, IDENTITY);
      expect(read, JSON.stringify(change)).to.equal(undefined);
    }
  });

  it('on a file without words carries the link alone', () => {
    const used = parseShortcut(on({ text: '', files: [{ id: 'F1', name: 'scan.pdf' }] }), IDENTITY);
    const link = 'https://example.slack.com/archives/C0123ABCD45/p1741012345000200';
    expect(used?.toEvent(NAMES).payload).to.deep.equal({ kind: 'command', text: link });
  });

  it('on a message of a bot takes what hangs under it, or stands in its blocks where it has no text', () => {
    const attachments = [
      { fallback: 'Ticket 7', pretext: 'New ticket', title: 'Ticket 7', text: 'It &amp; rains' },
      { fallback: 'only this' },
    ];
    const said = 'New ticket\nTicket 7\nIt & rains\nonly this';
    expect(wordsOn({ text: 'From the shop', bot_id: 'B1', attachments })).to.equal(
      `From the shop\n${said}`,
    );
    expect(wordsOn({ text: '', bot_id: 'B1', attachments })).to.equal(said);
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Review' } },
      { type: 'section', text: { type: 'mrkdwn', text: '*Bad*' }, fields: [{ text: 'Stars: 1' }] },
      { type: 'actions', elements: [{ type: 'button', text: { text: 'Reply' } }] },
    ];
    expect(wordsOn({ bot_id: 'B1', blocks })).to.equal('Review\n*Bad*\nStars: 1');
  });

  it('takes a message that somebody forwards, and no previews of links', () => {
    const forwarded = { is_share: true, text: 'I have waited for weeks', fallback: 'x' };
    const preview = { from_url: 'https://example.org', title: 'Example', fallback: 'Example' };
    const text = 'What do we do?';
    expect(wordsOn({ text, attachments: [preview, forwarded] })).to.equal(
      'What do we do?\nI have waited for weeks',
    );
  });

  it('puts up with parts of a message that are not as Slack describes them', () => {
    const strange = { text: 7, attachments: 'x', blocks: { type: 'section' }, bot_id: null };
    expect(wordsOn(strange)).to.equal('');
    const blocks = [{ type: 'section', text: 'x', fields: {} }];
    expect(wordsOn({ text: null, attachments: [{ text: {} }], blocks })).to.equal('');
  });

  it('keeps the link to a message that is longer than the form takes', () => {
    const long = '<https://example.org|x> &amp; '.repeat(2000);
    const payload = parseShortcut(on({ text: long }), IDENTITY)?.toEvent(NAMES).payload;
    const form = fileForm(createOrganisation(), payload?.kind === 'command' ? payload.text : '');
    const description = form.fields.find(({ name }) => name === 'description');
    const initial = description?.kind === 'text' ? (description.initial ?? '') : '';
    expect(initial).to.have.length(TEXT_LIMIT);
    expect(initial).to.match(/^https:\/\/example\.slack\.com\/archives\/\S+\n\nx \(https/);
    expect(JSON.stringify(form.blocks)).to.include('Only the first');
  });

  it('asks for the names of no more people than anybody would wait for', () => {
    const ids = Array.from({ length: 50 }, (_, n) => `<@U${n}>`);
    expect(parseShortcut(on({ text: ids.join('') }), IDENTITY)?.mentionedUsers).to.have.length(10);
  });
});

describe('The people a message mentions', () => {
  it('are called as Slack knows them, as far as it does', async () => {
    const known = async ({ userId }: { userId: string }) =>
      userId === 'U1' ? { name: 'Ann' } : undefined;
    const names = await fetchUserNames(['U1', 'U2'], TEAM, known);
    expect([...names]).to.deep.equal([['U1', 'Ann']]);
  });

  it('are not waited for until the form can no longer be opened', async () => {
    const profile = async ({ userId }: { userId: string }) =>
      userId === 'U1' ? { name: 'Ann' } : new Promise<never>(() => undefined);
    const names = await fetchUserNames(['U1', 'U2'], TEAM, profile, 1);
    expect([...names]).to.deep.equal([['U1', 'Ann']]);
  });
});
