import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { createLabClock } from '../../src/lab/clock.js';
import { useLabFolder } from './lab-folder.js';

describe('the lab clock', () => {
  const lab = useLabFolder();
  const { realNow } = lab;

  it('shows real time until it is moved', () => {
    const clock = createLabClock({ file: lab.file, realNow });
    expect([clock.now(), clock.offset(), clock.toRealTime(5)]).to.deep.equal([lab.real, 0, 5]);
    expect(readdirSync(lab.folder)).to.deep.equal([]);
  });

  it('moves forward, runs on with real time, and converts business time to real time', () => {
    const clock = createLabClock({ file: lab.file, realNow });
    expect(clock.moveTo(1_500_000)).to.deep.equal({ kind: 'moved', now: 1_500_000 });
    lab.real += 10;
    expect(clock.now()).to.equal(1_500_010);
    expect(clock.toRealTime(1_600_000)).to.equal(1_100_000);
  });

  it('refuses to move back', () => {
    const clock = createLabClock({ file: lab.file, realNow });
    clock.moveTo(2_000_000);
    expect(clock.moveTo(1_999_999)).to.deep.equal({
      kind: 'refused',
      reason: 'the clock only moves forward',
    });
    expect(clock.now()).to.equal(2_000_000);
  });

  it('refuses invalid times', () => {
    const clock = createLabClock({ file: lab.file, realNow });
    for (const to of [Number.NaN, Number.POSITIVE_INFINITY, 2_000_000.5, 1e15]) {
      expect(clock.moveTo(to)).to.have.property('kind', 'refused');
    }
    expect(clock.offset()).to.equal(0);
  });

  it('never goes back over restarts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1_000_000 })), (jumps) => {
        rmSync(lab.file, { force: true });
        let last = 0;
        for (const jump of jumps) {
          const clock = createLabClock({ file: lab.file, realNow });
          expect(clock.now()).to.be.at.least(last);
          clock.moveTo(clock.now() + jump);
          last = clock.now();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a damaged file', () => {
    for (const content of ['', '{}', '{"offset":-5}', '{"offset":"1"}']) {
      writeFileSync(lab.file, content);
      expect(() => createLabClock({ file: lab.file, realNow })).to.throw('is damaged');
    }
  });
});
