import { expect } from 'chai';
import { RecordFaultError } from '../../../src/storage/records/record-fault.js';
import type { RecordStep } from '../../../src/storage/records/record-step.js';
import {
  readSchemaNumber,
  toKnownSchema,
  upgradeRecord,
} from '../../../src/storage/records/upgrade.js';

const STEPS: readonly RecordStep[] = [
  (record) => ({ ...record, trail: [...((record.trail as number[]) ?? []), 2] }),
  (record) => ({ ...record, trail: [...((record.trail as number[]) ?? []), 3] }),
];

describe('the upgrade of a record', () => {
  it('runs the steps it lacks, in order, and leaves its number out', () => {
    expect(upgradeRecord({ id: 'a' }, STEPS)).to.deep.equal({ id: 'a', trail: [2, 3] });
    expect(upgradeRecord({ schema: 1, id: 'a' }, STEPS)).to.deep.equal({ id: 'a', trail: [2, 3] });
    expect(upgradeRecord({ schema: 2, id: 'a' }, STEPS)).to.deep.equal({ id: 'a', trail: [3] });
    expect(upgradeRecord({ schema: 3, id: 'a' }, STEPS)).to.deep.equal({ id: 'a' });
  });

  it('leaves the stored record as it is', () => {
    const stored = Object.freeze({ id: 'a' });
    upgradeRecord(stored, STEPS);
    expect(stored).to.deep.equal({ id: 'a' });
  });

  it('refuses a newer record, and what has no valid number', () => {
    const faultOf = (record: unknown) => {
      try {
        return upgradeRecord(record, STEPS);
      } catch (error) {
        return error instanceof RecordFaultError ? [error.fault, ...error.fields] : error;
      }
    };
    expect(faultOf({ schema: 4 })).to.deep.equal(['newer']);
    for (const schema of ['2', 0, -1, 1.5, Number.NaN, {}, true]) {
      expect(faultOf({ schema }), String(schema)).to.deep.equal(['shape', 'schema']);
    }
    for (const record of [null, 7, 'text', []]) expect(faultOf(record)).to.deep.equal(['shape']);
  });

  it('reports a record that a step cannot read, not the step’s own error', () => {
    const failing: RecordStep = () => {
      throw new TypeError('content of the record');
    };
    expect(() => upgradeRecord({}, [failing])).to.throw(RecordFaultError, /^shape: $/);
  });

  it('counts a record without a number as schema 1', () => {
    expect(readSchemaNumber({})).to.equal(1);
    expect(readSchemaNumber({ schema: 7 })).to.equal(7);
    expect(toKnownSchema([])).to.equal(1);
    expect(toKnownSchema(STEPS)).to.equal(3);
  });
});
