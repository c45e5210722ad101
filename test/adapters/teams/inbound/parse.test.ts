import { expect } from 'chai';
import fc from 'fast-check';
import { parseInstallation } from '../../../../adapters/teams/inbound/installations.js';
import {
  isFromBot,
  isFromPerson,
  parseAction,
  parseText,
  parseThreadMessage,
} from '../../../../adapters/teams/inbound/parse.js';
import {
  activitySchema,
  type PersonActivity,
} from '../../../../adapters/teams/inbound/payloads.js';
import {
  htmlToPlainText,
  parseCommandText,
  toMessageText,
} from '../../../../adapters/teams/messages/message-text.js';
import { parseActionData } from '../../../../adapters/teams/render/action-data.js';
import { toFormState } from '../../../../adapters/teams/render/form/form-state.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import {
  type ActivityJson,
  ANN,
  APP_ID,
  type Fixture,
  fixture,
  PERSONAL,
  TENANT,
  THREAD,
} from '../fixtures.js';

function parsePersonActivity(name: Fixture, changes: ActivityJson = {}): PersonActivity {
  const parsed = activitySchema.parse(fixture(name, changes));
  if (!isFromPerson(parsed)) throw new Error('no account in the activity');
  return parsed;
}

const ACCOUNT = { platform: 'teams', workspace: TENANT, userId: ANN };

describe('A person in a Teams activity', () => {
  it('has tenant and Entra object id as account, in any case', () => {
    const upperCase = { id: '29:1abc', aadObjectId: ANN.toUpperCase() };
    const event = parseThreadMessage(
      parsePersonActivity('message-in-thread', { from: upperCase }),
      TENANT,
    );
    expect(event?.account).to.deep.equal(ACCOUNT);
    expect(event?.displayName).to.equal(null);
  });

  it('has the zone of their client, if it exists', () => {
    const zone = (changes: ActivityJson) =>
      parseThreadMessage(parsePersonActivity('message-in-thread', changes), TENANT)?.zone;
    expect(zone({})).to.equal('Europe/Berlin');
    expect(zone({ localTimezone: 'Mars/Olympus' })).to.equal('Europe/Berlin');
    expect(zone({ localTimezone: undefined })).to.equal('Europe/Berlin');
    const entities = [{ type: 'clientInfo', timezone: 'Mars/Olympus' }, { type: 'other' }];
    expect(zone({ localTimezone: undefined, entities })).to.equal(null);
  });

  it('has a reference only from their personal chat with the bot', () => {
    const findReference = (name: Fixture) => {
      const parsed = parsePersonActivity(name);
      return parseAction(parsed, { kind: 'open', text: '' }, {}, TENANT).reference;
    };
    expect(findReference('task-submit')).to.deep.include({ conversation: PERSONAL });
    expect(findReference('task-fetch')).to.equal(null);
    // a chat between two people looks like one with the bot
    expect(findReference('extension-submit')).to.equal(null);
    const conversation = { id: '19:a_b@unq.gbl.spaces', conversationType: 'personal' };
    const inOtherChat = parseAction(
      parsePersonActivity('task-submit', { conversation }),
      { kind: 'open', text: '' },
      {},
      TENANT,
    );
    expect(inOtherChat.reference).to.equal(null);
  });
});

describe('A bot in a Teams activity', () => {
  it('is recognised by its id, its role, or as this bot', () => {
    const from = (who: object) =>
      isFromBot(activitySchema.parse(fixture('message-in-thread', { from: who })));
    expect(from({ id: '28:another' })).to.equal(true);
    expect(from({ id: `28:${APP_ID}` })).to.equal(true);
    expect(from({ id: '29:1', role: 'bot' })).to.equal(true);
    expect(from({ id: '29:1', aadObjectId: ANN })).to.equal(false);
  });
});

describe('A button in Teams', () => {
  it('becomes an action with its own event id', () => {
    const parsed = parsePersonActivity('card-action');
    const data = parseActionData({ redress: { kind: 'press', action: 'take', value: 'C-1' } });
    if (data === undefined) throw new Error('no data');
    expect(parseAction(parsed, data, {}, TENANT)).to.deep.equal({
      eventId: `${ANN}/${THREAD}/${parsed.id}`,
      account: ACCOUNT,
      displayName: 'Ann Example',
      zone: 'Europe/Berlin',
      reference: null,
      channel: parsed.channelData?.channel?.id,
      payload: { kind: 'action', action: 'take', value: 'C-1' },
    });
  });

  it("of a form has the form's id", () => {
    const data = { kind: 'press', action: 'take', value: 'C-1', form: 'details' } as const;
    const { payload } = parseAction(parsePersonActivity('task-submit'), data, {}, TENANT);
    expect(payload).to.deep.equal({ ...data, kind: 'action' });
  });
});

describe('A submission in Teams', () => {
  it('has person and submission as its event id, and typed values', () => {
    const { id: form, submissionId: submission, context } = SAMPLE_FORM;
    const carried = toFormState(SAMPLE_FORM, true);
    const zone = 'Europe/Berlin';
    const data = { kind: 'submit', form, submission, context, zone, carried } as const;
    const inputs = {
      'f.what': 'Call back',
      'f.basis': 'goodwill',
      'f.due.date': '2025-07-01',
      'f.due.time': '17:00',
      'f.told': 'true',
      'f.by': ANN,
    };
    const event = parseAction(parsePersonActivity('task-submit'), data, inputs, TENANT);
    expect(event.eventId).to.equal(`${ANN}/${SAMPLE_FORM.submissionId}`);
    expect(event.payload).to.deep.equal({
      kind: 'submission',
      form: 'promise',
      context: 'C-1001',
      values: {
        what: 'Call back',
        basis: 'goodwill',
        due: Date.UTC(2025, 6, 1, 15),
        told: true,
        by: ACCOUNT,
      },
    });
  });
});

describe('The text of a message in Teams', () => {
  it('is a command when it begins with the command word, in a personal chat', () => {
    expect(parseText(parsePersonActivity('message-personal'))).to.deep.equal({
      isAddressedToBot: true,
      command: 'Broken lift',
      isEmpty: false,
    });
  });

  it('is addressed to the bot in a channel only with a mention, which is removed', () => {
    expect(parseText(parsePersonActivity('message-mention'))).to.deep.equal({
      isAddressedToBot: true,
      command: 'The lift is broken again',
      isEmpty: false,
    });
    expect(parseText(parsePersonActivity('message-in-thread')).isAddressedToBot).to.equal(false);
    const entities = [
      { type: 'mention', text: '<at>Ben</at>', mentioned: { id: '29:1ben', name: 'Ben' } },
    ];
    const ben = parseText(
      parsePersonActivity('message-in-thread', { text: '<at>Ben</at> complaint', entities }),
    );
    expect(ben).to.deep.equal({ isAddressedToBot: false, command: undefined, isEmpty: false });
  });

  const COMMANDS: Readonly<Record<string, string | undefined>> = {
    complaint: '',
    Complaint: '',
    '/complaint list': 'list',
    'complaint: the lift': 'the lift',
    'complaint\nthe lift\nis broken': 'the lift\nis broken',
    list: 'list',
    HELP: 'help',
    'list of things': undefined,
    complaints: undefined,
    complaint_form: undefined,
    'a complaint': undefined,
    '': undefined,
  };
  for (const [written, command] of Object.entries(COMMANDS)) {
    it(`as "${written.replaceAll('\n', '\\n')}" is ${command === undefined ? 'no command' : `the command "${command.replaceAll('\n', '\\n')}"`}`, () => {
      expect(parseCommandText(written)).to.equal(command);
    });
  }

  it('keeps the characters people typed, and loses the editor’s markup', () => {
    expect(toMessageText('1 &lt; 2 &amp;amp; 3&nbsp;&#8364; &bogus; &#0;', 'plain', [])).to.equal(
      '1 < 2 &amp; 3 € &bogus; &#0;',
    );
    expect(toMessageText('<at>Ben B</at> said <b>no</b>', 'plain', [])).to.equal(
      'Ben B said <b>no</b>',
    );
    expect(toMessageText('<p>a</p><p>b <b>c</b></p>', 'xml', [])).to.equal('a\nb c');
  });

  it('contains no tag, whatever the editor wrote', () => {
    const tag = fc.constantFrom('<p>', '</p>', '<br/>', '<b>', '<img alt="x">', '<at id="0">', ' ');
    const piece = fc.oneof(tag, fc.stringMatching(/^[a-z&;]{0,8}$/));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = htmlToPlainText(pieces.join(''));
        expect(text).not.to.match(/<[a-z/]/i);
        expect(text).to.equal(text.trim());
      }),
    );
  });

  it('is not part of the event of a thread', () => {
    const event = parseThreadMessage(parsePersonActivity('message-in-thread'), TENANT);
    expect(event?.payload).to.deep.equal({
      kind: 'message',
      thread: THREAD,
      at: Date.UTC(2025, 2, 3, 12, 0, 0, 123),
    });
    expect(JSON.stringify(event)).not.to.contain('Smith');
  });

  it('makes no event at the start of a thread, in a chat, or without a time', () => {
    const event = (changes: ActivityJson) =>
      parseThreadMessage(parsePersonActivity('message-in-thread', changes), TENANT)?.payload;
    expect(event({ id: '1741000000000' })).to.equal(undefined);
    expect(event({ conversation: { id: PERSONAL, conversationType: 'personal' } })).to.equal(
      undefined,
    );
    expect(
      event({ conversation: { id: '19:abc@thread.v2', conversationType: 'groupChat' } }),
    ).to.equal(undefined);
    expect(event({ timestamp: undefined })).to.deep.include({ at: 1741003200789 });
    expect(event({ timestamp: undefined, id: 'f:1' })).to.equal(undefined);
  });
});

describe('The installation for a person in Teams', () => {
  type Kind = 'installed' | 'uninstalled';
  const parse = (name: Fixture, kind: Kind, changes: ActivityJson = {}) =>
    parseInstallation(activitySchema.parse(fixture(name, changes)), kind, TENANT);
  const isNew = (name: Fixture, changes: ActivityJson = {}) =>
    parse(name, 'installed', changes)?.isNew;
  const members = { membersAdded: undefined, membersRemoved: [{ id: `28:${APP_ID}` }] };

  it('is reported in two ways', () => {
    expect(isNew('installation-personal')).to.equal(true);
    expect(isNew('members-added-personal')).to.equal(true);
  });

  it('is distinguished from an update and from a removal', () => {
    expect(isNew('installation-personal', { action: 'add-upgrade' })).to.equal(false);
    const update = { action: 'remove-upgrade' };
    expect(parse('installation-personal', 'uninstalled', update)).to.equal(undefined);
    for (const [name, changes] of [
      ['installation-personal', { action: 'remove' }],
      ['members-added-personal', members],
    ] as const) {
      const removed = parse(name, 'uninstalled', changes);
      expect(removed).to.deep.include({ isNew: false });
      expect(removed?.event.payload).to.deep.equal({ kind: 'uninstalled' });
    }
  });

  it('brings a reference, and its removal deletes it', () => {
    const findReference = (kind: Kind) => parse('installation-personal', kind)?.event.reference;
    expect(findReference('installed')).to.deep.include({ conversation: PERSONAL });
    expect(findReference('uninstalled')).to.equal(null);
  });

  it('is not that of a team or of other members', () => {
    expect(isNew('installation-team')).to.equal(undefined);
    const others = { membersAdded: [{ id: '29:1ben' }] };
    expect(isNew('members-added-personal', others)).to.equal(undefined);
  });
});
