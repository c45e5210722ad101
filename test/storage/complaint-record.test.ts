import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { parseComplaint } from '../../src/storage/complaint-record.js';
import { RecordFaultError } from '../../src/storage/records/record-fault.js';
import {
  sampleComplaint,
  sampleDelivery,
  sampleEntry,
  samplePlacement,
} from '../contracts/complaint-store/samples.js';
import { playRun, runPlans } from '../domain/complaint-run.js';
import { SAMPLE_ARGS } from '../views/sample-views.js';

const toStored = (complaint: Complaint): unknown => JSON.parse(JSON.stringify(complaint));

function expectRefused(record: unknown, field: string): void {
  expect(() => parseComplaint(record)).to.throw(RecordFaultError, field);
}

describe('a stored complaint', () => {
  it('is read unchanged, whatever happened to it', () => {
    fc.assert(
      fc.property(runPlans, (plan) => {
        for (const { after } of playRun(plan).steps) {
          expect(parseComplaint(toStored(after))).to.deep.equal(toStored(after));
        }
      }),
      { numRuns: 30 },
    );
  });

  for (const [name, args] of Object.entries(SAMPLE_ARGS)) {
    it(`is read with a delivery of the view ${name}`, () => {
      const item = { ...sampleDelivery(), view: { name, args } };
      const record = { ...sampleComplaint(), outbox: [item] };
      expect(parseComplaint(record)).to.deep.equal(record);
    });
  }

  it('keeps details of views, answers and entries that this version does not know', () => {
    const args = JSON.parse('{"greeting":"Hello","__proto__":{"x":1}}') as object;
    const event = { id: 'e', answer: { name: 'said', args: { ...args, code: 'already-told' } } };
    const record = {
      ...sampleComplaint(),
      history: [{ ...sampleEntry('Hello'), what: 'take', args, more: true }],
      outbox: [{ ...sampleDelivery(), view: { name: 'team-card', args } }],
      events: [event],
    };
    expect(parseComplaint(record)).to.deep.equal(record);
  });

  it('is refused with a view, an answer or an entry that this version does not know', () => {
    const complaint = sampleComplaint();
    const view = { name: 'newer', args: {} };
    expectRefused({ ...complaint, outbox: [{ ...sampleDelivery(), view }] }, 'outbox.0');
    const said = { name: 'said', args: { code: 'newer' } };
    expectRefused({ ...complaint, events: [{ id: 'e', answer: said }] }, 'events.0');
    expectRefused({ ...complaint, history: [{ ...sampleEntry(''), what: 'toString' }] }, 'history');
  });

  it('is refused without exactly one placement of the team that has it, each with its own number', () => {
    const owner = samplePlacement();
    for (const placements of [
      [],
      [samplePlacement({ as: 'former' })],
      [owner, samplePlacement({ n: 2 })],
      [owner, samplePlacement({ as: 'involved' })],
      [samplePlacement({ n: 0 })],
    ]) {
      expectRefused({ ...sampleComplaint(), placements }, 'placements');
    }
    const placements = [samplePlacement({ as: 'former', closedAt: 1 }), samplePlacement({ n: 3 })];
    const record = sampleComplaint({ placements });
    expect(parseComplaint(record)).to.deep.equal(record);
  });

  it('is refused in a slot of no placement', () => {
    for (const slot of ['card', 'card:0', 'card:x', 'thread:', 'thread', 'team-card']) {
      const outbox = [{ ...sampleDelivery(), slot }];
      expectRefused({ ...sampleComplaint(), outbox }, 'outbox.0');
    }
  });

  it('is refused when the details of an entry or a view are wrong', () => {
    const complaint = sampleComplaint();
    const assigned = { at: 1, by: 'p', what: 'assign', args: { from: null } };
    expectRefused({ ...complaint, history: [assigned] }, 'history.0');
    const view = { name: 'nudge', args: { reasons: [{ rule: 'newer' }], to: null } };
    expectRefused({ ...complaint, outbox: [{ ...sampleDelivery(), view }] }, 'outbox.0');
  });
});
