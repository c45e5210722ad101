import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseFiling, parseFormCommand } from '../../src/app/intake/parse-form.js';
import type { Said } from '../../src/domain/complaint/answer.js';
import { COMPLAINT_STATES, NUDGE_RULES } from '../../src/domain/complaint/facts.js';
import { DELIVERED, MEANS } from '../../src/domain/complaint/handling.js';
import { COMMAND_RULES } from '../../src/domain/complaint/permissions.js';
import { type Refusal, refusal } from '../../src/domain/document/refusal.js';
import { DEFAULT_SETTINGS } from '../../src/domain/inbox/reminders/reminder-settings.js';
import { IMPACTS } from '../../src/domain/intake/details.js';
import { text } from '../../src/text/index.js';
import {
  createButton,
  isAction,
  parseButtonValue,
  toButtonValue,
} from '../../src/views/buttons.js';
import { COMMAND_WORDS } from '../../src/views/chat-commands.js';
import type { Field } from '../../src/views/elements.js';
import { readFormValues } from '../../src/views/forms/form-fields.js';
import * as handling from '../../src/views/forms/handling-forms.js';
import { correctForm, fileForm } from '../../src/views/forms/intake-forms.js';
import {
  answerNotice,
  helpNotice,
  listNotice,
  refusalFault,
  refusalNotice,
} from '../../src/views/notices.js';
import { createDetails, createOrganisation, filed, inState, MONDAY } from '../support/domain.js';
import { FORM_DRAFTS } from './forms/form-drafts.js';
import { toPlainText } from './plain-text.js';

const REFUSALS: readonly Refusal[] = (
  Object.keys({ ...text.refusals }) as (keyof typeof text.refusals)[]
).map((code) => {
  const words = { either: 5, or: 6, said: 5, chosen: 6 };
  const dates = { ...words, at: 5, before: 4, next: 6, due: 7, zone: 'UTC' };
  const args = {
    state: 'open',
    length: 9,
    limit: 5,
    assignee: 'p',
    what: 'A call',
    name: 'Damp',
    made: 1,
    needed: 2,
    days: 14,
    most: 6,
    minutes: 60,
    ...dates,
  };
  return { code, field: 'field', args } as Refusal;
});

const NAMES = { category: 'Damp', team: 'Repairs' };
const ANSWERS = (Object.keys(text.answers) as (keyof typeof text.answers)[]).map(
  (code) => ({ code, at: 5, until: 5, ...DEFAULT_SETTINGS, most: 6, next: null, ...NAMES }) as Said,
);

function checkField(field: Field): void {
  expect(field.label, field.name).not.to.equal('');
  if (field.kind === 'text') expect(field.initial?.length ?? 0).to.be.at.most(field.max);
  if (field.kind !== 'choice') return;
  const values = field.options.map(({ value }) => value);
  expect(new Set(values).size, field.name).to.equal(values.length).and.greaterThan(0);
  expect([...values, undefined]).to.include(field.initial);
  for (const { label } of field.options) expect([...label].length).to.be.within(1, 75);
}

describe('every form', () => {
  for (const draft of FORM_DRAFTS) {
    it(`fits Slack and has exactly the fields that are read from it: ${draft.id}`, () => {
      expect([...draft.title].length, draft.title).to.be.within(1, 24);
      expect([...(draft.submit ?? 'Close')].length).to.be.within(1, 24);
      const read = new Set<string>();
      const open = draft.id === 'resolve' ? { 'promises.p1': '' } : {};
      const values = new Proxy(open, { get: (_, name) => void read.add(String(name)) });
      if (draft.id === 'file') parseFiling(values, 'slack');
      else if (draft.id === 'name-colleague') readFormValues(draft.id, values);
      else parseFormCommand(draft.id, values, { id: 'C-1', promise: 'p1' }, null);
      expect(draft.fields.map(({ name }) => name)).to.have.members([...read]);
    });

    it(`has initial values and choices that fit: ${draft.id}`, () => {
      for (const field of draft.fields) checkField(field);
    });
  }

  it('is known by its name, and other names are not', () => {
    for (const name of ['details', 'keep', 'constructor', '__proto__', '']) {
      expect(parseFormCommand(name, {}, { id: 'C-1', promise: null }, null), name).to.equal(
        undefined,
      );
    }
  });

  it('for a new complaint takes what fits, and says so when not everything does', () => {
    const notes = (written: string): string =>
      toPlainText(
        fileForm(createOrganisation(), { description: written, now: MONDAY }),
      ).toLowerCase();
    expect(notes('x'.repeat(3000))).not.to.include('3,000');
    expect(notes('x'.repeat(3001)))
      .to.include('3,000 characters')
      .and.include('thread');
    const long = fileForm(createOrganisation(), {
      description: `${'x'.repeat(2999)}🙂 more`,
      now: MONDAY,
    });
    const field = long.fields.find(({ name }) => name === 'description');
    expect(field).to.have.property('initial', 'x'.repeat(2999));
  });

  it('to resolve shows in full what the complainant wants', () => {
    const wish = 'w'.repeat(3000);
    const form = handling.resolveForm({ desiredOutcome: wish, openPromises: [] }, MONDAY);
    expect(toPlainText(form)).to.include(`check it against what was done: ${wish}`);
  });

  it('to correct starts with the current details', () => {
    const known = createDetails({ impact: 'critical', isPublic: true });
    const initial = correctForm(known).fields.map((field) => [
      field.name,
      'initial' in field ? field.initial : undefined,
    ]);
    expect(Object.fromEntries(initial)).to.deep.include({
      complainant: 'Jo Tenant',
      account: 'T-17',
      description: known.description,
      desiredOutcome: known.desiredOutcome,
      impact: 'critical',
      means: 'phone',
      isPublic: true,
    });
  });
});

describe('every button', () => {
  const ACTIONS = Object.keys(COMMAND_RULES).filter(isAction);

  it('exists for each command that a person can give', () => {
    expect(ACTIONS).to.have.members(Object.keys(COMMAND_RULES));
  });

  for (const action of [...ACTIONS, 'note', 'details'] as const) {
    it(`has a label that fits: ${action}`, () => {
      const one = createButton(action, 'C-1001', 'p2');
      expect([...one.label].length).to.be.within(1, 75);
      expect(parseButtonValue(one.value)).to.deep.equal({ id: 'C-1001', promise: 'p2' });
    });
  }

  it('carries its reference there and back', () => {
    for (const promise of [null, 'p1', 'p120']) {
      const target = { id: 'C-999999', promise };
      expect(parseButtonValue(toButtonValue(target))).to.deep.equal(target);
    }
  });
});

describe('there are words for', () => {
  for (const one of REFUSALS) {
    it(`the refusal ${one.code}`, () => {
      expect(refusalNotice(one).text).to.match(/^[A-Z].*\.$/);
      expect(refusalNotice(one).text).not.to.include('undefined');
      const message = refusalNotice(one).text;
      expect(refusalFault(one)).to.deep.equal({ field: 'field', message });
    });
  }

  for (const args of ANSWERS) {
    it(`the answer ${args.code}`, () => {
      const notice = answerNotice('C-1', { name: 'said', args }, 'UTC');
      expect(notice?.text).to.match(/^C-1: [A-Z].*\.$/);
      expect(JSON.stringify(notice)).not.to.include('undefined');
    });
  }

  it('no answer at all', () => {
    expect(answerNotice('C-1', { name: 'none', args: {} }, 'UTC')).to.equal(undefined);
  });

  it('every value of the domain', () => {
    expect(Object.keys(text.states)).to.have.members([...COMPLAINT_STATES]);
    expect(Object.keys(text.means)).to.have.members([...MEANS]);
    expect(Object.keys(text.impacts)).to.have.members([...IMPACTS]);
    expect(Object.keys(text.delivered)).to.have.members([...DELIVERED]);
    expect(Object.keys(text.nudge.rules)).to.have.members([...NUDGE_RULES]);
  });
});

describe('the common catalogue', () => {
  it('names no platform, and no command as people type it on one of them', () => {
    const content = ['src/text/en', 'src/views']
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
      )
      .join('\n')
      .replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
    expect(content).not.to.match(/slack|microsoft|['“\s]\/[a-z]+\b|\b(?:in|on) Teams\b/i);
  });
});

describe('a notice', () => {
  it('says its first line once', () => {
    const notices = [
      answerNotice('C-1', { name: 'said', args: { code: 'snoozed', until: 5 } }, 'UTC'),
      answerNotice('C-1', { name: 'said', args: { code: 'reporter-told' } }, 'UTC'),
      refusalNotice(refusal('not-found')),
      helpNotice(),
      listNotice([filed()], createOrganisation(), new Map(), 15),
      listNotice([], createOrganisation(), new Map(), 15),
    ];
    for (const notice of notices) {
      const lines = toPlainText(notice ?? { text: '', blocks: [] }).split('\n');
      expect(lines.filter((line) => line === lines[0])).to.have.length(1);
    }
  });

  it('that reads a promise back offers to change its date', () => {
    const dates = { promise: 'p2', dueAt: 9 };
    const change = { ...createButton('correct-promise', 'C-1', 'p2'), label: 'Change' };
    for (const args of [
      { code: 'promised', ...dates },
      { code: 'promise-corrected', ...dates, was: 5 },
    ] as const) {
      const notice = answerNotice('C-1', { name: 'said', args }, 'Europe/London');
      expect(notice?.blocks.at(-1)).to.deep.equal({ kind: 'buttons', buttons: [change] });
      const [said] = notice?.blocks ?? [];
      expect(said?.kind === 'text' && said.text.slice(0, 2)).to.deep.equal([
        'Promised by ',
        { moment: 9, zone: 'Europe/London' },
      ]);
    }
  });

  it('of the help names each command as people type it, and says what it does', () => {
    const lines = helpNotice().blocks.map((block) => (block.kind === 'text' ? block.text : []));
    expect(lines.slice(0, 1 + COMMAND_WORDS.length).map(([command]) => command)).to.deep.equal(
      ['', ...COMMAND_WORDS].map((command) => ({ command })),
    );
    expect(toPlainText(helpNotice()))
      .to.include('complaint list shows')
      .and.not.include('“complaint');
  });

  it('lists each complaint with its next date and a button for its details', () => {
    const notice = listNotice([inState('assigned')], createOrganisation(), new Map(), 15);
    const content = toPlainText(notice);
    expect(content).to.match(
      /C-1001 · About damp · Being handled · with @a colleague · next date <\d+>/,
    );
    expect(content).to.include('[Details]').and.not.include('latest');
    const all = listNotice(Array(15).fill(filed()), createOrganisation(), new Map(), 15);
    expect(toPlainText(all), 'there are no more').not.to.include('latest');
    const full = listNotice(Array(16).fill(filed()), createOrganisation(), new Map(), 15);
    expect(toPlainText(full)).to.include('the latest 15');
    expect(full.blocks.length + 1).to.be.at.most(50);
  });

  it('of the list has a title, and says only once that nobody has a complaint', () => {
    const notice = listNotice([filed()], createOrganisation(), new Map(), 15);
    expect(notice.title).to.equal(text.notice.list.heading);
    expect(listNotice([], createOrganisation(), new Map(), 15).title).to.equal(notice.title);
    expect(helpNotice().title).to.equal(text.notice.helpHeading);
    expect(toPlainText(notice).match(/nobody has it/gi)).to.have.length(1);
  });
});
