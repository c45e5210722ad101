import { expect } from 'chai';
import { fetchUserNames, parseShortcut } from '../../../../adapters/slack/inbound/shortcut.js';
import { TEXT_LIMIT } from '../../../../src/domain/complaint/command.js';
import { fileForm } from '../../../../src/views/forms/intake-forms.js';
import { createOrganisation, MONDAY } from '../../../support/domain.js';
import { loadFixture } from '../fixtures.js';

const TEAM = 'T0123ABCD45';
const URL = 'https://example.slack.com/';
const IDENTITY = { workspace: TEAM, userId: 'U0123BOT345', botId: 'B0123BOT345', url: URL };
const LINK =
  'https://example.slack.com/archives/C0123ABCD45/p1741012345000200?thread_ts=1741012300.000100&cid=C0123ABCD45';
const NAMES = new Map([
  ['U0789ABCD45', 'Ben Baker'],
  ['U0456ABCD45', 'Cleo Carter'],
]);

/** The shortcut's payload for a message with this content, outside threads. */
function createPayload(message: object, more: object = {}) {
  const ts = '1741012345.000200';
  return {
    ...loadFixture('message-shortcut'),
    message: { type: 'message', ts, ...message },
    ...more,
  };
}

/** The command's text for a message, without the link. */
function toCommandText(message: object): string | undefined {
  const payload = parseShortcut(createPayload(message), { ...IDENTITY, url: null })?.toEvent(
    NAMES,
  ).payload;
  return payload?.kind === 'quote' ? payload.text : undefined;
}

describe('A message shortcut in Slack', () => {
  it('quotes its text under its trigger id, and knows its link and its thread', () => {
    const shortcut = parseShortcut(loadFixture('message-shortcut'), IDENTITY);
    const { toEvent: event, ...rest } = shortcut ?? {};
    expect(rest).to.deep.equal({
      triggerId: '1234567890127.1234567890.0123456789abcdef0123456789abcdef',
      responseUrl: 'https://hooks.slack.com/app/T0123ABCD45/1234567890123/redacted',
      channel: 'C0123ABCD45',
      thread: '1741012300.000100',
      namedUsers: ['U0456ABCD45', 'U0789ABCD45'],
    });
    expect(event?.(NAMES)).to.deep.equal({
      eventId: '1234567890127.1234567890.0123456789abcdef0123456789abcdef',
      account: { platform: 'slack', workspace: TEAM, userId: 'U0123ABCD45' },
      displayName: null,
      handle: 'ann',
      zone: null,
      reference: null,
      channel: 'C0123ABCD45',
      payload: {
        kind: 'quote',
        text: `@Ben Baker Mrs Smith rang: the lift & the light are broken (https://example.org/a?b=1&c=2)\n*Again.* <angry>`,
        source: {
          thread: 'C0123ABCD45/1741012300.000100/1741012345.000200/channels',
          link: LINK,
          isPrivate: false,
          message: {
            by: 'Cleo Carter',
            at: 1_741_012_345_000,
            text: '@Ben Baker Mrs Smith rang: the lift & the light are broken (https://example.org/a?b=1&c=2)\n*Again.* <angry>',
          },
        },
      },
    });
  });

  it('links without a thread to a message outside threads and to the first message of a thread', () => {
    const link = 'https://example.slack.com/archives/C0123ABCD45/p1741012345000200';
    for (const more of [{}, { thread_ts: '1741012345.000200' }]) {
      const shortcut = parseShortcut(createPayload({ text: 'x', ...more }), IDENTITY);
      expect(shortcut?.thread).to.equal(null);
      expect(shortcut?.toEvent(NAMES).payload).to.deep.include({
        kind: 'quote',
        text: 'x',
      });
      expect(shortcut?.toEvent(NAMES).payload).to.have.nested.property('source.link', link);
    }
  });

  it('keeps the workspace of a person from another one, also in private channels and DMs', () => {
    for (const id of ['G0123ABCD45', 'D0123ABCD45']) {
      const user = { id: 'W0123ABCD45', name: 'eve', team_id: 'T0OTHER0001' };
      const shortcut = parseShortcut(
        createPayload({ text: 'x' }, { user, channel: { id } }),
        IDENTITY,
      );
      expect(shortcut?.toEvent(NAMES).account.workspace).to.equal('T0OTHER0001');
    }
  });

  it('is ignored if it is another shortcut, or malformed', () => {
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
      const parsed = parseShortcut({ ...body, ...change }, IDENTITY);
      expect(parsed, JSON.stringify(change)).to.equal(undefined);
    }
  });

  it('on a file without text has no text, and names and links the file', () => {
    const scan = {
      id: 'F1',
      name: 'scan.pdf',
      permalink: 'https://example.slack.com/files/U1/F1/scan.pdf',
    };
    const shortcut = parseShortcut(
      createPayload({ text: '', files: [scan, { id: 'F2', title: 'Leak' }, { id: 'F3' }] }),
      IDENTITY,
    );
    const payload = shortcut?.toEvent(NAMES).payload;
    expect(payload).to.deep.include({ kind: 'quote', text: '' });
    expect(payload).to.have.deep.nested.property('source.message.files', [
      { name: 'scan.pdf', link: scan.permalink },
      { name: 'Leak', link: '' },
      { name: 'a file', link: '' },
    ]);
  });

  it('knows private channels, direct messages and conversations without a name as private', () => {
    const kinds = [
      { id: 'C0123ABCD45', name: 'shop-floor' },
      { id: 'C0123ABCD45', name: 'privategroup' },
      { id: 'G0123ABCD45', name: 'old-private' },
      { id: 'C0123ABCD45', name: 'mpdm-ann--ben-1' },
      { id: 'D0123ABCD45', name: 'directmessage' },
      { id: 'C0123ABCD45' },
    ].map((channel) => {
      const payload = parseShortcut(createPayload({ text: 'x' }, { channel }), IDENTITY)?.toEvent(
        NAMES,
      ).payload;
      const source = payload?.kind === 'quote' ? payload.source : undefined;
      return [source?.isPrivate, source?.thread.split('/').at(-1)];
    });
    expect(kinds).to.deep.equal([
      [false, 'channels'],
      [true, 'groups'],
      [true, 'groups'],
      [true, 'mpim'],
      [true, 'im'],
      [true, 'groups'],
    ]);
  });

  it('on a bot’s message takes its attachments, or its blocks if there is no other text', () => {
    const attachments = [
      { fallback: 'Ticket 7', pretext: 'New ticket', title: 'Ticket 7', text: 'It &amp; rains' },
      { fallback: 'only this' },
    ];
    const attached = 'New ticket\nTicket 7\nIt & rains\nonly this';
    expect(toCommandText({ text: 'From the shop', bot_id: 'B1', attachments })).to.equal(
      `From the shop\n${attached}`,
    );
    expect(toCommandText({ text: '', bot_id: 'B1', attachments })).to.equal(attached);
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Review' } },
      { type: 'section', text: { type: 'mrkdwn', text: '*Bad*' }, fields: [{ text: 'Stars: 1' }] },
      { type: 'actions', elements: [{ type: 'button', text: { text: 'Reply' } }] },
    ];
    expect(toCommandText({ bot_id: 'B1', blocks })).to.equal('Review\n*Bad*\nStars: 1');
  });

  it('takes forwarded messages, and no link previews', () => {
    const forwarded = { is_share: true, text: 'I have waited for weeks', fallback: 'x' };
    const preview = { from_url: 'https://example.org', title: 'Example', fallback: 'Example' };
    const text = 'What do we do?';
    expect(toCommandText({ text, attachments: [preview, forwarded] })).to.equal(
      'What do we do?\nI have waited for weeks',
    );
  });

  it('ignores malformed parts of a message', () => {
    const malformed = { text: 7, attachments: 'x', blocks: { type: 'section' }, bot_id: null };
    expect(toCommandText(malformed)).to.equal('');
    const blocks = [{ type: 'section', text: 'x', fields: {} }];
    expect(toCommandText({ text: null, attachments: [{ text: {} }], blocks })).to.equal('');
  });

  it('is cut if the message is longer than the form allows, and the form says so', () => {
    const long = '<https://example.org|x> &amp; '.repeat(2000);
    const payload = parseShortcut(createPayload({ text: long }), IDENTITY)?.toEvent(NAMES).payload;
    const form = fileForm(createOrganisation(), {
      description: payload?.kind === 'quote' ? payload.text : '',
      now: MONDAY,
    });
    const description = form.fields.find(({ name }) => name === 'description');
    const initial = description?.kind === 'text' ? (description.initial ?? '') : '';
    expect(initial).to.have.length(TEXT_LIMIT);
    expect(initial).to.match(/^x \(https/);
    expect(JSON.stringify(form.blocks)).to.include('Only the first');
  });

  it('fetches at most ten names', () => {
    const ids = Array.from({ length: 50 }, (_, n) => `<@U${n}>`);
    expect(
      parseShortcut(createPayload({ text: ids.join('') }), IDENTITY)?.namedUsers,
    ).to.have.length(10);
  });
});

describe('The names of the people a message mentions', () => {
  it('are those that Slack knows', async () => {
    const known = async ({ userId }: { userId: string }) =>
      userId === 'U1' ? { name: 'Ann' } : undefined;
    const names = await fetchUserNames(['U1', 'U2'], TEAM, known);
    expect([...names]).to.deep.equal([['U1', 'Ann']]);
  });

  it('are not waited for too long to open the form', async () => {
    const profile = async ({ userId }: { userId: string }) =>
      userId === 'U1' ? { name: 'Ann' } : new Promise<never>(() => undefined);
    const names = await fetchUserNames(['U1', 'U2'], TEAM, profile, 1);
    expect([...names]).to.deep.equal([['U1', 'Ann']]);
  });
});
