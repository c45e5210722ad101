import { expect } from 'chai';
import fc from 'fast-check';
import { readAbsence, writeAbsence } from '../../../src/domain/inbox/absence-words.js';
import { at, formatLocal, MONDAY, OFFICE } from '../../support/domain.js';

const read = (words: string) => readAbsence(words, 'Europe/London', OFFICE, MONDAY);

describe('the words that say when somebody is away', () => {
  const examples: readonly (readonly [words: string, from: string, until: string | null])[] = [
    ['', '2026-11-23T10:00', null],
    ['until Friday', '2026-11-23T10:00', '2026-11-27T09:00'],
    ['Friday', '2026-11-23T10:00', '2026-11-27T09:00'],
    ['until tomorrow 14:00', '2026-11-23T10:00', '2026-11-24T14:00'],
    ['until 4 January', '2026-11-23T10:00', '2027-01-04T09:00'],
    ['from 21 December until 4 January', '2026-12-21T09:00', '2027-01-04T09:00'],
    ['21 December to 4 January', '2026-12-21T09:00', '2027-01-04T09:00'],
    ['from tomorrow', '2026-11-24T09:00', null],
    // A day off is no day to come back.
    ['until Saturday', '2026-11-23T10:00', '2026-11-30T09:00'],
    // The end is sought after the start.
    ['from Friday until Wednesday', '2026-11-27T09:00', '2026-12-02T09:00'],
  ];
  for (const [words, from, until] of examples) {
    it(`are read: “${words}”`, () => {
      const found = read(words);
      expect(found && formatLocal(found.from)).to.equal(from);
      expect(found?.until == null ? null : formatLocal(found.until)).to.equal(until);
    });
  }

  it('are not read when they are no date, or more than two', () => {
    for (const words of [
      'until the cows come home',
      'Monday or Tuesday',
      `until ${'x'.repeat(99)}`,
    ]) {
      expect(read(words), words).to.equal(null);
    }
  });

  it('of a date that has passed give that date, so that it can be refused', () => {
    expect(read('until 20 November 2026')?.until).to.equal(at('2026-11-20T00:00'));
  });

  it('are written as they are read', () => {
    for (const [words] of examples) {
      const found = read(words);
      const written = found && writeAbsence(found, 'Europe/London', MONDAY);
      expect(written === null ? null : read(written), words).to.deep.equal(found);
    }
  });

  it('are read or not, whatever they are, and never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (words) => {
        const found = read(words);
        expect(found === null || Number.isFinite(found.from)).to.equal(true);
      }),
    );
  });
});
