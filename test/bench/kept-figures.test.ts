import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Figure } from '../../bench/figures.js';
import {
  compareWithKept,
  keepFigures,
  readKept,
  renderFigure,
  writeKept,
} from '../../bench/kept/kept-figures.js';

const OF = { date: '2026-11-30', node: 'v26.10.0' };

function createFigure(name: string, ratio: number): Figure {
  return { name, value: 10 * ratio, peer: 10, ratio, unit: 'ms' };
}

describe('the kept figures of the bench', () => {
  const kept = keepFigures({}, [createFigure('cpu', 2), createFigure('idle', 0)], OF);

  it('call a figure worse when it has grown by more than 5%', () => {
    expect(compareWithKept(createFigure('cpu', 2.08), kept)).to.include({ isWorse: false });
    expect(compareWithKept(createFigure('cpu', 2.12), kept)).to.include({ isWorse: true });
    expect(compareWithKept(createFigure('cpu', 1), kept)).to.include({ share: -0.5 });
    expect(compareWithKept(createFigure('cpu', 1), kept)).to.include({ isWorse: false });
  });

  it('call a figure of which more is better worse when it has shrunk', () => {
    const toThroughput = (ratio: number): Figure => ({
      ...createFigure('cpu', ratio),
      isMoreBetter: true,
    });
    expect(compareWithKept(toThroughput(1.8), kept)).to.include({ isWorse: true });
    expect(compareWithKept(toThroughput(2.5), kept)).to.include({ isWorse: false });
  });

  it('compare with nothing when none was kept, and with zero', () => {
    expect(compareWithKept(createFigure('new', 1), kept)).to.equal(undefined);
    expect(compareWithKept(createFigure('constructor', 1), kept)).to.equal(undefined);
    expect(compareWithKept(createFigure('idle', 0), kept)).to.include({ isWorse: false });
    expect(compareWithKept(createFigure('idle', 0.1), kept)).to.include({ isWorse: true });
  });

  it('replace those of the same name only', () => {
    const later = keepFigures(kept, [createFigure('cpu', 3)], { ...OF, date: '2026-12-01' });
    expect(later.cpu).to.deep.equal({ ratio: 3, date: '2026-12-01', node: 'v26.10.0' });
    expect(later.idle).to.deep.equal(kept.idle);
  });

  it('come back from their file as they were, laid out in lines', () => {
    const folder = mkdtempSync(join(tmpdir(), 'redress-kept-'));
    try {
      const file = join(folder, 'figures.json');
      expect(readKept(file)).to.deep.equal({});
      writeKept(file, kept);
      expect(readKept(file)).to.deep.equal(kept);
      expect(readFileSync(file, 'utf8')).to.match(/^\{\n {2}"cpu": \{\n {4}"ratio": 2,\n/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('mark what is worse in the line of a figure', () => {
    const line = (ratio: number): string => {
      const figure = createFigure('cpu', ratio);
      return renderFigure(figure, compareWithKept(figure, kept));
    };
    expect(line(2.5)).to.match(/ratio 2\.50, \+25\.0% to 2\.00 of 2026-11-30 WORSE$/);
    expect(line(1.5)).to.match(/ratio 1\.50, -25\.0% to 2\.00 of 2026-11-30$/);
    expect(renderFigure(createFigure('new', 1), undefined)).to.match(/ratio 1\.00$/);
  });
});
