import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { NOTHING_UNDELIVERED } from '../../../src/domain/complaint/facts.js';
import { parseComplaint } from '../../../src/storage/complaint-record.js';
import { numberPlacements } from '../../../src/storage/records/steps/number-placements.js';
import { RECORD_STEPS } from '../../../src/storage/records/steps.js';
import { upgradeRecord } from '../../../src/storage/records/upgrade.js';
import { sampleComplaint, sampleDelivery } from '../../contracts/complaint-store/samples.js';
import { earlierRunPlans, playRun } from '../../domain/complaint-run.js';
import { toMessages } from '../../support/complaint/outbox.js';
import { toSchema2 } from './schema-2.js';
import { EARLIER_RELEASE } from './schema-4.js';

/** A complaint of schema 2 as this version reads it. */
const upgrade = (record: object): Complaint =>
  parseComplaint(upgradeRecord({ ...record, schema: 2 }, RECORD_STEPS.complaint));

const REF = { platform: 'slack', key: 'k' } as const;

describe('a complaint of schema 2', () => {
  it('has one placement: of its team, which has it since it was filed', () => {
    const { filedAt } = sampleComplaint();
    for (const state of ['open', 'closed'] as const) {
      const old = toSchema2(sampleComplaint({ team: 'repairs', state }));
      expect(upgrade(old).placements).to.deep.equal([
        { n: 1, team: 'repairs', as: 'owner', openedAt: filedAt, closedAt: null },
      ]);
    }
  });

  it('has its card and its thread under their new names wherever they are stored', () => {
    const alarm = { name: 'alarm', args: { reason: 'channel-gone', slot: 'thread' } };
    const failure = { delivery: 'd', slot: 'team-card', kind: 'post', view: 'team-card' };
    const args = { ...failure, reason: 'channel-gone' };
    const cardFailure = { slot: 'team-card', kind: 'post', reason: 'channel-gone' };
    const old = {
      ...toSchema2(sampleComplaint()),
      refs: { 'team-card': REF, 'reporter-card': REF, 'dm:thread': REF },
      outbox: [
        { ...sampleDelivery(), slot: 'team-card' },
        { ...sampleDelivery(), slot: 'thread' },
        { ...sampleDelivery(), slot: 'ops', view: alarm },
      ],
      history: [{ at: 1, by: 'redress', what: 'undelivered', args }],
      undelivered: { ...NOTHING_UNDELIVERED, cards: [cardFailure] },
    };
    const { refs, outbox, history, undelivered } = upgrade(old);
    expect(undelivered.cards).to.deep.equal([{ ...cardFailure, slot: 'card:1' }]);
    expect(refs).to.deep.equal({ 'card:1': REF, 'reporter-card': REF, 'dm:thread': REF });
    expect(outbox.map(({ slot }) => slot)).to.deep.equal(['card:1', 'thread:1', 'ops']);
    expect(toMessages(outbox)[2]?.view.args).to.deep.equal({
      reason: 'channel-gone',
      slot: 'thread:1',
    });
    expect(history[0]?.args).to.deep.equal({ ...args, slot: 'card:1' });
  });

  it('keeps the views’ names, the identity of deliveries and what is not known', () => {
    const held = {
      ...sampleDelivery(),
      slot: 'team-card',
      lease: 'host/1',
      dueAt: 7,
      novelty: [1],
    };
    const old = { ...toSchema2(sampleComplaint()), outbox: [held], novelty: { slot: 'thread' } };
    const before = structuredClone(old);
    expect(upgrade(old)).to.deep.include({
      outbox: [{ ...held, slot: 'card:1' }],
      novelty: { slot: 'thread' },
    });
    expect(old, 'the record that was read').to.deep.equal(before);
  });

  it('is read as this version would have stored it, whatever happened to it', () => {
    fc.assert(
      fc.property(earlierRunPlans, (plan) => {
        for (const { after } of playRun(plan, EARLIER_RELEASE).steps) {
          const stored = JSON.parse(JSON.stringify(after)) as Complaint;
          expect(numberPlacements(toSchema2(after))).to.deep.equal(stored);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('of an unknown shape is left to the parser, which names the field', () => {
    for (const field of ['outbox', 'history', 'refs']) {
      for (const value of [null, 7, 'text', [null]]) {
        const old = { ...toSchema2(sampleComplaint()), [field]: value };
        expect(() => upgrade(old), `${field} ${String(value)}`).to.throw(field);
      }
    }
  });
});
