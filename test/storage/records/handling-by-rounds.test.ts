import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { promiseState } from '../../../src/domain/complaint/promise.js';
import { parseComplaint } from '../../../src/storage/complaint-record.js';
import { RecordFaultError } from '../../../src/storage/records/record-fault.js';
import type { JsonRecord } from '../../../src/storage/records/record-step.js';
import { handlingByRounds } from '../../../src/storage/records/steps/handling-by-rounds.js';
import { teamCard } from '../../../src/views/complaint-cards.js';
import { earlierRunPlans, playRun, RUNS } from '../../domain/complaint-run.js';
import { act, COMMANDS, HOUR, inState, MONDAY, TELLING, WHO } from '../../support/domain.js';
import { toPlainText } from '../../views/plain-text.js';
import { viewContext } from '../../views/view-context.js';
import { asUpgraded, EARLIER_RELEASE, toSchema4 } from './schema-4.js';

const upgrade = (record: JsonRecord): Complaint =>
  parseComplaint(handlingByRounds(JSON.parse(JSON.stringify(record))));

describe('a complaint of schema 4', () => {
  it('has every round that its history tells, also those whose resolution was erased', () => {
    const resolved = act(inState('assigned'), WHO.assignee, { ...COMMANDS.resolve, told: TELLING });
    const closed = act(resolved, WHO.reporter, COMMANDS['follow-up'], MONDAY + HOUR);
    const reopened = act(closed, WHO.reporter, COMMANDS.reopen, MONDAY + 2 * HOUR);
    const { resolutions, followUps } = upgrade(toSchema4(reopened));
    expect(resolutions).to.deep.equal([
      {
        ...{ round: 1, at: MONDAY, by: WHO.assignee, done: 'Dried it.', delivered: 'yes' },
        told: { at: MONDAY, recordedAt: MONDAY, by: WHO.assignee, means: null, words: '' },
      },
    ]);
    expect(followUps).to.deep.equal(closed.followUps);
  });

  it('was not told because somebody followed up', () => {
    const { acknowledgement, resolution, history, ...rest } = toSchema4(inState('closed'));
    const untold = history.filter(({ what }) => what !== 'tell');
    const record = { ...rest, acknowledgement, resolution, history: untold };
    const upgraded = upgrade(record);
    expect(upgraded).to.deep.include({ state: 'closed' });
    expect(upgraded.resolutions[0]?.told).to.equal(null);
    expect(toPlainText(teamCard(viewContext(upgraded)))).to.include('has not been told yet');
  });

  it('says of a promise that was done by resolving it that nobody recorded whether it was kept', () => {
    const kept = act(inState('assigned'), WHO.assignee, COMMANDS.keep);
    const resolved = inState('resolved');
    expect(upgrade(toSchema4(kept)).promises).to.deep.equal(kept.promises);
    const [promise] = upgrade(toSchema4(resolved)).promises;
    expect(promise).to.include({ doneAt: null, leftOpenAt: MONDAY });
    if (promise === undefined) throw new Error('no promise');
    for (const now of [MONDAY, MONDAY + 1000 * HOUR]) {
      expect(promiseState(promise, now)).to.equal('unknown');
    }
    const shown = toPlainText(teamCard(viewContext(upgrade(toSchema4(resolved)))));
    expect(shown).to.include('nobody recorded whether it was kept');
  });

  it('was received when it was recorded, and says that nobody asked', () => {
    const upgraded = upgrade(toSchema4(inState('open')));
    expect(upgraded).to.include({ receivedAt: MONDAY, isReceivedAssumed: true });
    expect(toPlainText(teamCard(viewContext(upgraded)))).to.include('not asked');
    const corrected = act(upgraded, WHO.lead, COMMANDS['correct-received']);
    expect(toPlainText(teamCard(viewContext(corrected)))).not.to.include('not asked');
  });

  it('is what its life would have left', () => {
    fc.assert(
      fc.property(earlierRunPlans, (plan) => {
        const { complaint } = playRun(plan, EARLIER_RELEASE);
        const expected: unknown = JSON.parse(JSON.stringify(asUpgraded(complaint)));
        expect(upgrade(toSchema4(complaint))).to.deep.equal(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it('stays as it is when it has an unknown shape, which is left to the parser', () => {
    for (const field of ['acknowledgement', 'resolution', 'followUp']) {
      for (const value of [1, 'x', []]) {
        const odd = { ...toSchema4(inState('resolved')), [field]: value };
        expect(handlingByRounds(odd)).to.equal(odd);
        expect(() => parseComplaint(odd)).to.throw(RecordFaultError);
      }
    }
  });
});
