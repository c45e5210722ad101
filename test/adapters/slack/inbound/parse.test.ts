import { expect } from 'chai';
import fc from 'fast-check';
import { parseMention } from '../../../../adapters/slack/inbound/mention.js';
import {
  parseBlockAction,
  parseCommand,
  parseMessage,
  parseProfile,
  parseViewSubmission,
} from '../../../../adapters/slack/inbound/parse.js';
import { parseShortcut } from '../../../../adapters/slack/inbound/shortcut.js';
import { loadFixture } from '../fixtures.js';

const TEAM = 'T0123ABCD45';
const BOT = 'U0123BOT345';
const IDENTITY = { workspace: TEAM, userId: BOT, botId: null, url: null };
const person = (userId: string, workspace = TEAM) => ({ platform: 'slack', workspace, userId });

describe('A slash command from Slack', () => {
  it('becomes a command with the text as typed, under its trigger id', () => {
    expect(parseCommand(loadFixture('slash-command'))).to.deep.equal({
      event: {
        eventId: '1234567890123.1234567890.0123456789abcdef0123456789abcdef',
        account: person('U0123ABCD45'),
        displayName: null,
        handle: 'ann',
        zone: null,
        reference: null,
        channel: 'C0123ABCD45',
        payload: { kind: 'command', text: 'late & <wet> &amp; delivery' },
      },
      triggerId: '1234567890123.1234567890.0123456789abcdef0123456789abcdef',
      responseUrl: 'https://hooks.slack.com/commands/T0123ABCD45/1234567890123/redacted',
      channel: 'C0123ABCD45',
    });
  });

  it('is ignored without a person or a trigger', () => {
    expect(parseCommand({ ...loadFixture('slash-command'), user_id: undefined })).to.equal(
      undefined,
    );
    expect(parseCommand({ ...loadFixture('slash-command'), trigger_id: '' })).to.equal(undefined);
    expect(parseCommand({ ...loadFixture('slash-command'), user_id: 'U1> <!here' })).to.equal(
      undefined,
    );
  });
});

describe('A button in Slack', () => {
  it('becomes its action and value, with the thread of its message', () => {
    const action = parseBlockAction(loadFixture('block-actions-in-thread'), TEAM);
    expect(action?.event).to.deep.include({
      account: person('U0123ABCD45'),
      payload: { kind: 'action', action: 'take', value: 'C-1001' },
    });
    const place = { channel: 'C0123ABCD45', thread: '1741012300.000100' };
    expect(action).to.deep.include({ view: null, isOpener: false, ...place });
  });

  it('in a modal becomes an action of that modal, also by a person from another workspace', () => {
    const action = parseBlockAction(loadFixture('block-actions-in-modal'), TEAM);
    expect(action?.event).to.deep.include({
      account: person('W0123ABCD45', 'T0OTHER0001'),
      payload: { kind: 'action', action: 'open', value: '', form: 'list' },
    });
    expect(action).to.deep.include({ view: 'V0123ABCD45', thread: null, responseUrl: null });
  });

  it('that was chosen in a menu becomes its action and value, as if it was pressed', () => {
    const body = loadFixture('block-actions-in-menu');
    const action = parseBlockAction(body, TEAM);
    expect(action?.event.payload).to.deep.equal({
      kind: 'action',
      action: 'renegotiate',
      value: 'C-1001/p2',
    });
    expect(action).to.deep.include({ channel: 'D0123ABCD45', thread: null, isOpener: false });
    const element = { type: 'overflow', action_id: 'more', selected_option: { value: 'help' } };
    const bare = parseBlockAction({ ...body, actions: [element] }, TEAM);
    expect(bare?.event.payload).to.deep.include({ action: 'help', value: '' });
    const nothing = { ...element, selected_option: null };
    expect(parseBlockAction({ ...body, actions: [nothing] }, TEAM)).to.equal(undefined);
  });

  it('is ignored if it is another element', () => {
    const body = { ...loadFixture('block-actions-in-thread'), actions: [{ type: 'users_select' }] };
    expect(parseBlockAction(body, TEAM)).to.equal(undefined);
    expect(parseBlockAction({ ...body, actions: [] }, TEAM)).to.equal(undefined);
  });
});

describe('A form from Slack', () => {
  it('becomes its values in their fields’ kinds, under its submission id', () => {
    expect(parseViewSubmission(loadFixture('view-submission'), TEAM)).to.deep.equal({
      event: {
        eventId: 's_1',
        account: person('U0123ABCD45'),
        displayName: null,
        handle: 'ann',
        zone: null,
        reference: null,
        payload: {
          kind: 'submission',
          form: 'promise',
          context: 'C-1001',
          values: {
            what: 'A refund & <more>',
            note: null,
            basis: 'goodwill',
            due: 1_900_000_000_000,
            told: true,
            public: false,
            by: person('U0999ABCD45'),
            gone: null,
          },
        },
      },
      fields: ['what', 'note', 'basis', 'due', 'told', 'public', 'by', 'gone'],
      origin: null,
    });
  });

  it('says where the person asked for it, unless that cannot be read', () => {
    const origin = { channel: 'C0123ABCD45', thread: null, url: 'https://hooks.slack.com/x' };
    const body = loadFixture('view-submission');
    const view = body.view as { private_metadata: string };
    const withOrigin = (value: unknown) => ({
      ...body,
      view: {
        ...view,
        private_metadata: JSON.stringify({ ...JSON.parse(view.private_metadata), origin: value }),
      },
    });
    const replacing = { ...origin, thread: '1741012300.000100', replaces: true };
    for (const known of [origin, replacing]) {
      expect(parseViewSubmission(withOrigin(known), TEAM)?.origin).to.deep.equal(known);
    }
    for (const odd of ['C1', { ...origin, channel: '<!here>' }, { ...origin, url: 7 }, null]) {
      const parsed = parseViewSubmission(withOrigin(odd), TEAM);
      expect(parsed?.origin, JSON.stringify(odd)).to.equal(null);
      expect(parsed?.event.eventId).to.equal('s_1');
    }
  });

  it('is ignored if the modal is not ours', () => {
    for (const private_metadata of ['', 'not json', '{}', '[]', 'null', '{"submission":1}']) {
      const body = loadFixture('view-submission');
      body.view = { ...(body.view as object), private_metadata };
      expect(parseViewSubmission(body, TEAM), private_metadata).to.equal(undefined);
    }
  });

  it('has null for malformed values', () => {
    const body = loadFixture('view-submission');
    const values = {
      what: { value: { type: 'plain_text_input', value: 7 } },
      due: { value: { type: 'datetimepicker', selected_date_time: 1e300 } },
      by: { value: { type: 'users_select', selected_user: '<!here>' } },
      basis: 'nonsense',
      intruder: { value: { type: 'plain_text_input', value: 'x' } },
    };
    body.view = { ...(body.view as object), state: { values } };
    const bad = parseViewSubmission(body, TEAM);
    expect(bad, 'an unreadable state').to.equal(undefined);
    body.view = { ...(body.view as object), state: { values: { ...values, basis: {} } } };
    const payload = parseViewSubmission(body, TEAM)?.event.payload;
    expect(payload?.kind === 'submission' && payload.values).to.deep.equal({
      ...{ what: null, note: null, basis: null, due: null },
      ...{ told: false, public: false, by: null, gone: null },
    });
  });
});

describe('A message in Slack', () => {
  const body = (event: object, more: object = {}) => {
    const message = loadFixture('message-in-thread');
    return { ...message, ...more, event: { ...(message.event as object), ...event } };
  };

  it('in a thread becomes a message in that thread, without its text', () => {
    expect(parseMessage(body({ text: 'a secret' }), BOT)).to.deep.equal({
      eventId: 'Ev0123ABCD45',
      account: person('U0123ABCD45'),
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'message', thread: 'C0123ABCD45:1741012300.000100', at: 1_741_012_399_123 },
    });
  });

  it('in a thread counts also with a file, or if it is also shown in the channel', () => {
    for (const subtype of ['file_share', 'thread_broadcast']) {
      expect(parseMessage(body({ subtype }), BOT), subtype).not.to.equal(undefined);
    }
  });

  const OTHERS: Readonly<Record<string, object>> = {
    'by a bot': { bot_id: 'B1' },
    'by this bot': { user: BOT },
    'that was edited': { subtype: 'message_changed' },
    'that was deleted': { subtype: 'message_deleted' },
    'that reports a join': { subtype: 'channel_join' },
    'outside any thread': { thread_ts: undefined },
    'that starts a thread': { thread_ts: '1741012399.123456' },
    'in a DM': { channel_type: 'im', channel: 'D0123ABCD45' },
    'that is hidden': { hidden: true },
    'without an author': { user: undefined },
  };
  for (const [which, event] of Object.entries(OTHERS)) {
    it(`${which} is ignored`, () => {
      expect(parseMessage(body(event), BOT)).to.equal(undefined);
    });
  }
});

describe('A changed profile in Slack', () => {
  const body = (user: object) => {
    const loaded = loadFixture('user-profile-changed');
    const event = loaded.event as { user: object };
    return { ...loaded, event: { ...event, user: { ...event.user, ...user } } };
  };

  it('becomes the name and the zone of that person', () => {
    expect(parseProfile(body({}), TEAM)).to.deep.equal({
      eventId: 'Ev0456ABCD45',
      account: person('U0123ABCD45'),
      displayName: 'Ann Smith',
      zone: 'Europe/Berlin',
      reference: null,
      payload: { kind: 'profile' },
    });
  });

  it('has no zone if Slack sends none, and the workspace of a person from elsewhere', () => {
    const other = parseProfile(body({ tz: undefined, team_id: 'T0OTHER0001' }), TEAM);
    expect(other).to.deep.include({ account: person('U0123ABCD45', 'T0OTHER0001'), zone: null });
    const enterprise_user = { teams: ['T0OTHER0001', TEAM] };
    const shared = parseProfile(body({ team_id: 'T0OTHER0001', enterprise_user }), TEAM);
    expect(shared?.account).to.deep.equal(person('U0123ABCD45'));
  });

  it('is ignored if it is a bot’s', () => {
    expect(parseProfile(body({ is_bot: true }), TEAM)).to.equal(undefined);
  });
});

describe('Any other payload', () => {
  it('is ignored without an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (junk) => {
        const bodies = [
          junk,
          { ...loadFixture('view-submission'), view: junk },
          { event: junk },
          { ...loadFixture('message-shortcut'), message_ts: junk },
        ];
        for (const body of bodies) {
          const parsed = [
            parseCommand(body),
            parseBlockAction(body, TEAM),
            parseViewSubmission(body, TEAM),
            parseMessage(body, BOT),
            parseMention(body, { botUserId: BOT, command: '/complaint' }),
            parseProfile(body, TEAM),
            parseShortcut(body, IDENTITY),
          ];
          expect(parsed).to.deep.equal(Array(7).fill(undefined));
        }
      }),
    );
  });
});
