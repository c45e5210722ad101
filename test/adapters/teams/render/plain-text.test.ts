import { expect } from 'chai';
import { LIMITS } from '../../../../adapters/teams/render/limits.js';
import { toPlainText } from '../../../../adapters/teams/render/plain-text.js';
import type { Block, Button, Notice } from '../../../../src/views/elements.js';
import { startAdapter } from '../fake-microsoft.js';
import { fixture } from '../fixtures.js';

const TAKE: Button = { action: 'take', value: 'C-1', label: 'Take', style: 'plain', opens: false };
const BLOCKS: readonly Block[] = [
  { kind: 'text', text: ['Ask ', { person: { name: 'Ben', accounts: [] } }, { strong: ' now' }] },
  { kind: 'divider' },
  { kind: 'quote', label: 'Said', text: 'The lift is broken', max: 9 },
  { kind: 'quote', label: '', text: 'Again', max: 9 },
  {
    kind: 'facts',
    facts: [
      { label: 'Due', value: [{ moment: Date.UTC(2025, 2, 3, 14, 30), zone: 'UTC' }] },
      { label: 'Team', value: [{ team: { name: 'Repairs', group: null, members: [] } }] },
    ],
  },
  { kind: 'buttons', buttons: [TAKE] },
  { kind: 'note', text: ['Small print'] },
];
const NOTICE: Notice = { text: 'Not yours any more.', blocks: BLOCKS };

describe('A notice as plain text', () => {
  it('has a line for each part, without its buttons', () => {
    expect(toPlainText(NOTICE).split('\n')).to.deep.equal([
      'Not yours any more.',
      'Ask Ben now',
      'Said: The lift…',
      'Again',
      'Due: Mon, 3 Mar 2025, 14:30 UTC',
      'Team: Repairs',
      'Small print',
    ]);
  });

  it('is one line without blocks', () => {
    expect(toPlainText({ text: 'Done.', blocks: [] })).to.equal('Done.');
  });

  it('is shortened', () => {
    const long: Block = { kind: 'text', text: ['x'.repeat(5000)] };
    const words = toPlainText({ text: 'Long', blocks: [long, long] });
    expect(words)
      .to.have.lengthOf.at.most(LIMITS.actionMessage)
      .and.match(/^Long\nx+…$/);
  });

  it('is the answer of a button', async () => {
    const adapter = await startAdapter(async () => ({ kind: 'notice', notice: NOTICE }));
    const pressed = JSON.parse((await adapter.post(fixture('card-action'))).body);
    expect(pressed.value).to.equal(toPlainText(NOTICE));
  });
});
