import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Organisation } from '../../src/domain/organisation/organisation.js';
import { text } from '../../src/text/index.js';
import type { ViewContext } from '../../src/views/context.js';
import type { Block, Inline, Text } from '../../src/views/elements.js';
import { renegotiateForm } from '../../src/views/forms/forms.js';
import { listNotice, recordedNotice } from '../../src/views/notices.js';
import { playRun, runPlans } from '../domain/complaint-run.js';
import { createOrganisation, inState } from '../support/domain.js';
import { renderAll } from './render-all.js';
import { viewContext } from './view-context.js';

/** What everybody writes here, from right to left, with signs that would turn around a line of ours. */
const HEBREW = 'שלום\u202e *x*\u2069';

const WRITTEN_KEYS = ['account', 'description', 'desiredOutcome', 'basis', 'words', 'text', 'done'];

function isWritten(key: string, value: unknown, parent: object): boolean {
  if (typeof value !== 'string' || value === '') return false;
  if (WRITTEN_KEYS.includes(key)) return true;
  if (key === 'name') return 'account' in parent;
  if (key === 'what') return 'basis' in parent;
  return key === 'reason' && !Object.hasOwn(text.failures, value);
}

/** The complaint with these words in place of all that people wrote. */
function writeHebrew<T>(value: T): T {
  if (Array.isArray(value)) return value.map(writeHebrew) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    isWritten(key, inner, value) ? HEBREW : writeHebrew(inner),
  ]);
  return Object.fromEntries(entries) as T;
}

function nameInHebrew(organisation: Organisation): Organisation {
  const rename = <T extends object>(all: ReadonlyMap<string, T>) =>
    new Map([...all].map(([key, one]): [string, T] => [key, { ...one, name: HEBREW }]));
  return {
    ...organisation,
    teams: rename(organisation.teams),
    categories: rename(organisation.categories),
  };
}

function hebrewContext(complaint: Complaint, now?: number): ViewContext {
  const context = viewContext(writeHebrew(complaint), now);
  const people = new Map([...context.people].map(([id, one]) => [id, { ...one, name: HEBREW }]));
  return { ...context, people, organisation: nameInHebrew(context.organisation) };
}

const findOwnWords = (pieces: Text): readonly string[] =>
  pieces.flatMap((piece: Inline) => {
    if (typeof piece === 'string') return [piece];
    return 'strong' in piece ? [piece.strong] : [];
  });

function findWordsIn(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return findOwnWords(block.text);
    case 'quote':
      return [block.label];
    case 'facts':
      return block.facts.flatMap(({ label, value }) => [label, ...findOwnWords(value)]);
    case 'buttons':
      return [...block.buttons, ...(block.more ?? [])].map(({ label }) => label);
    case 'divider':
      return [];
  }
}

/** Removes what is in an isolate, from the inside out. */
function withoutIsolates(words: string): string {
  const rest = words.replaceAll(/\u2068[^\u2066-\u2069]*\u2069/g, '');
  return rest === words ? words : withoutIsolates(rest);
}

function assertIsolated(words: readonly string[]): void {
  for (const one of words) {
    expect(withoutIsolates(one)).not.to.match(/[שלום\u202e\u2066-\u2069]/);
  }
}

describe('what people wrote, and the names of people, teams and categories', () => {
  it('never stand in our own words without an isolate, on cards, in messages and in the details', () => {
    fc.assert(
      fc.property(runPlans, (plan) => {
        const { complaint, now } = playRun(plan);
        const context = hebrewContext(complaint, now);
        const { cards, details } = renderAll(context.complaint, context);
        for (const { summary, title, blocks } of cards) {
          assertIsolated([summary, title ?? '', ...blocks.flatMap(findWordsIn)]);
        }
        for (const { blocks } of details) assertIsolated(blocks.flatMap(findWordsIn));
      }),
      { numRuns: 40 },
    );
  });

  it('never do in the list, the receipt and the form for a new date', () => {
    const complaint = writeHebrew(inState('assigned'));
    const organisation = nameInHebrew(createOrganisation());
    const list = listNotice([complaint], organisation, new Map(), 15);
    assertIsolated(list.blocks.flatMap(findWordsIn));
    assertIsolated([recordedNotice(complaint, organisation).text]);
    const [promise] = complaint.promises;
    if (promise === undefined) throw new Error('no promise');
    assertIsolated(renegotiateForm(promise).blocks.flatMap(findWordsIn));
  });
});
