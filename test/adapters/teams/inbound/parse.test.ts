import { expect } from 'chai';
import fc from 'fast-check';
import { parseInstallation } from '../../../../adapters/teams/inbound/installations.js';
import {
  commandIn,
  plainTextOfHtml,
  spokenText,
} from '../../../../adapters/teams/inbound/message-text.js';
import {
  isFromBot,
  isFromPerson,
  parseAction,
  parseHeard,
  parseSpoken,
} from '../../../../adapters/teams/inbound/parse.js';
import { activity, type PersonActivity } from '../../../../adapters/teams/inbound/payloads.js';
import { readActionData } from '../../../../adapters/teams/render/action-data.js';
import { packed } from '../../../../adapters/teams/render/form/form-state.js';
import { FORM } from '../../form.js';
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

function read(name: Fixture, changes: ActivityJson = {}): PersonActivity {
  const parsed = activity.parse(fixture(name, changes));
  if (!isFromPerson(parsed)) throw new Error('nobody did it');
  return parsed;
}

const ACCOUNT = { platform: 'teams', workspace: TENANT, userId: ANN };

describe('A person in a Teams activity', () => {
  it('is known by tenant and Entra object id, whatever the case it comes in', () => {
    const shouted = { id: '29:1abc', aadObjectId: ANN.toUpperCase() };
    const heard = parseHeard(read('message-in-thread', { from: shouted }), TENANT);
    expect(heard?.account).to.deep.equal(ACCOUNT);
    expect(heard?.displayName).to.equal(null);
  });

  it('is in the zone their client says, if there is such a zone', () => {
    const zone = (changes: ActivityJson) =>
      parseHeard(read('message-in-thread', changes), TENANT)?.zone;
    expect(zone({})).to.equal('Europe/Berlin');
    expect(zone({ localTimezone: 'Mars/Olympus' })).to.equal('Europe/Berlin');
    expect(zone({ localTimezone: undefined })).to.equal('Europe/Berlin');
    const entities = [{ type: 'clientInfo', timezone: 'Mars/Olympus' }, { type: 'other' }];
    expect(zone({ localTimezone: undefined, entities })).to.equal(null);
  });

  it('can be written to where they wrote to us, and nowhere else', () => {
    const referenceOf = (name: Fixture) => {
      const parsed = read(name);
      return parseAction(parsed, { kind: 'open', text: '' }, {}, TENANT).reference;
    };
    expect(referenceOf('task-submit')).to.deep.include({ conversation: PERSONAL });
    expect(referenceOf('task-fetch')).to.equal(null);
    // a chat between two people looks like one with us
    expect(referenceOf('extension-submit')).to.equal(null);
    const conversation = { id: '19:a_b@unq.gbl.spaces', conversationType: 'personal' };
    const theirs = parseAction(
      read('task-submit', { conversation }),
      { kind: 'open', text: '' },
      {},
      TENANT,
    );
    expect(theirs.reference).to.equal(null);
  });
});

describe('A bot in a Teams activity', () => {
  it('is known by its id, its role, or by being us', () => {
    const from = (who: object) =>
      isFromBot(activity.parse(fixture('message-in-thread', { from: who })));
    expect(from({ id: '28:another' })).to.equal(true);
    expect(from({ id: `28:${APP_ID}` })).to.equal(true);
    expect(from({ id: '29:1', role: 'bot' })).to.equal(true);
    expect(from({ id: '29:1', aadObjectId: ANN })).to.equal(false);
  });
});

describe('A button in Teams', () => {
  it('becomes a press, with its own event id', () => {
    const parsed = read('card-action');
    const data = readActionData({ redress: { kind: 'press', action: 'take', value: 'C-1' } });
    if (data === undefined) throw new Error('no data');
    expect(parseAction(parsed, data, {}, TENANT)).to.deep.equal({
      eventId: `${ANN}/${THREAD}/${parsed.id}`,
      account: ACCOUNT,
      displayName: 'Ann Example',
      zone: 'Europe/Berlin',
      reference: null,
      needsReference: true,
      gesture: { kind: 'press', action: 'take', value: 'C-1' },
    });
  });

  it('of a form says which form it stood in', () => {
    const data = { kind: 'press', action: 'take', value: 'C-1', form: 'details' } as const;
    const { gesture } = parseAction(read('task-submit'), data, {}, TENANT);
    expect(gesture).to.deep.equal(data);
  });
});

describe('A form sent in from Teams', () => {
  it('has person and submission as its event id, and its values by kind', () => {
    const { id: form, submissionId: submission, context } = FORM;
    const carried = packed(FORM, true);
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
    const incoming = parseAction(read('task-submit'), data, inputs, TENANT);
    expect(incoming.eventId).to.equal(`${ANN}/${FORM.submissionId}`);
    expect(incoming.gesture).to.deep.equal({
      kind: 'submit',
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

describe('What somebody writes in Teams', () => {
  it('is a command when it begins with the word, in personal chat', () => {
    expect(parseSpoken(read('message-personal'))).to.deep.equal({
      isToUs: true,
      command: 'Broken lift',
      isEmpty: false,
    });
  });

  it('is to us in a channel only with a mention of us, which is no part of the words', () => {
    expect(parseSpoken(read('message-mention'))).to.deep.equal({
      isToUs: true,
      command: 'The lift is broken again',
      isEmpty: false,
    });
    expect(parseSpoken(read('message-in-thread')).isToUs).to.equal(false);
    const entities = [
      { type: 'mention', text: '<at>Ben</at>', mentioned: { id: '29:1ben', name: 'Ben' } },
    ];
    const ben = parseSpoken(
      read('message-in-thread', { text: '<at>Ben</at> complaint', entities }),
    );
    expect(ben).to.deep.equal({ isToUs: false, command: undefined, isEmpty: false });
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
      expect(commandIn(written)).to.equal(command);
    });
  }

  it('keeps the signs people wrote, and loses the editor’s', () => {
    expect(spokenText('1 &lt; 2 &amp;amp; 3&nbsp;&#8364; &bogus; &#0;', 'plain', [])).to.equal(
      '1 < 2 &amp; 3 € &bogus; &#0;',
    );
    expect(spokenText('<at>Ben B</at> said <b>no</b>', 'plain', [])).to.equal(
      'Ben B said <b>no</b>',
    );
    expect(spokenText('<p>a</p><p>b <b>c</b></p>', 'xml', [])).to.equal('a\nb c');
  });

  it('has no tag left in it, whatever the editor made', () => {
    const tag = fc.constantFrom('<p>', '</p>', '<br/>', '<b>', '<img alt="x">', '<at id="0">', ' ');
    const piece = fc.oneof(tag, fc.stringMatching(/^[a-z&;]{0,8}$/));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = plainTextOfHtml(pieces.join(''));
        expect(text).not.to.match(/<[a-z/]/i);
        expect(text).to.equal(text.trim());
      }),
    );
  });

  it('in a thread is heard, without its text', () => {
    const incoming = parseHeard(read('message-in-thread'), TENANT);
    expect(incoming?.gesture).to.deep.equal({
      kind: 'heard',
      thread: THREAD,
      at: Date.UTC(2025, 2, 3, 12, 0, 0, 123),
    });
    expect(JSON.stringify(incoming)).not.to.contain('Smith');
  });

  it('is not heard where it begins a thread, in a chat, or without a time', () => {
    const heard = (changes: ActivityJson) =>
      parseHeard(read('message-in-thread', changes), TENANT)?.gesture;
    expect(heard({ id: '1741000000000' })).to.equal(undefined);
    expect(heard({ conversation: { id: PERSONAL, conversationType: 'personal' } })).to.equal(
      undefined,
    );
    expect(
      heard({ conversation: { id: '19:abc@thread.v2', conversationType: 'groupChat' } }),
    ).to.equal(undefined);
    expect(heard({ timestamp: undefined })).to.deep.include({ at: 1741003200789 });
    expect(heard({ timestamp: undefined, id: 'f:1' })).to.equal(undefined);
  });
});

describe('The installation for a person in Teams', () => {
  type Kind = 'arrived' | 'left';
  const read = (name: Fixture, kind: Kind, changes: ActivityJson = {}) =>
    parseInstallation(activity.parse(fixture(name, changes)), kind, TENANT);
  const isNew = (name: Fixture, changes: ActivityJson = {}) =>
    read(name, 'arrived', changes)?.isNew;
  const members = { membersAdded: undefined, membersRemoved: [{ id: `28:${APP_ID}` }] };

  it('is told in two ways', () => {
    expect(isNew('installation-personal')).to.equal(true);
    expect(isNew('members-added-personal')).to.equal(true);
  });

  it('may be an update, or its end', () => {
    expect(isNew('installation-personal', { action: 'add-upgrade' })).to.equal(false);
    const update = { action: 'remove-upgrade' };
    expect(read('installation-personal', 'left', update)).to.equal(undefined);
    for (const [name, changes] of [
      ['installation-personal', { action: 'remove' }],
      ['members-added-personal', members],
    ] as const) {
      const left = read(name, 'left', changes);
      expect(left).to.deep.include({ isNew: false });
      expect(left?.incoming.gesture).to.deep.equal({ kind: 'left' });
    }
  });

  it('tells where to write to them, and when it ends that there is no way any more', () => {
    const referenceOf = (kind: Kind) => read('installation-personal', kind)?.incoming.reference;
    expect(referenceOf('arrived')).to.deep.include({ conversation: PERSONAL });
    expect(referenceOf('left')).to.equal(null);
  });

  it('is not that of a team, nor that of other members', () => {
    expect(isNew('installation-team')).to.equal(undefined);
    const others = { membersAdded: [{ id: '29:1ben' }] };
    expect(isNew('members-added-personal', others)).to.equal(undefined);
  });
});
