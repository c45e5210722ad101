import { expect } from 'chai';
import fc from 'fast-check';
import { countIsolateSigns, isolate } from '../../../src/domain/text/isolate.js';

const FSI = '\u2068';
const PDI = '\u2069';
const LRE = '\u202a';
const RLO = '\u202e';
const PDF = '\u202c';
const RLI = '\u2067';

/** Texts full of signs of direction, with lines, Hebrew, Arabic and Latin letters. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        FSI,
        PDI,
        LRE,
        '\u202b',
        '\u202d',
        RLO,
        PDF,
        '\u2066',
        RLI,
        '\u200e',
        '\u061c',
      ),
      fc.constantFrom('a', '1', ' ', 'ש', 'م', '\n', '\u2029', '👨‍👩‍👧'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

/** How many isolates and embeddings are begun and not ended; `undefined` when something ends that was not begun. */
function findDepth(line: string): number | undefined {
  const open: string[] = [];
  for (const character of line) {
    if ('\u2066\u2067\u2068'.includes(character)) open.push(PDI);
    else if ('\u202a\u202b\u202d\u202e'.includes(character)) open.push(PDF);
    else if (character === PDI || character === PDF) {
      if (open.pop() !== character) return undefined;
    }
  }
  return open.length;
}

const lines = (text: string): readonly string[] => text.split(/[\n\r\v\f\u0085\u2028\u2029]/);

describe('what somebody wrote, inside a line of ours', () => {
  it('is unchanged when it cannot reorder the line', () => {
    for (const text of ['', 'Maria López', '李雷 123', 'naïve ❤️ 👨‍👩‍👧', 'a\nb']) {
      expect(isolate(text)).to.equal(text);
      expect(countIsolateSigns(text)).to.equal(0);
    }
  });

  it('is isolated when it is written from right to left', () => {
    for (const text of ['דנה כהן', 'محمد', 'Unit 5 (דירה)', 'ߒߞߏ', '\u{1e900}']) {
      expect(isolate(text)).to.equal(FSI + text + PDI);
    }
  });

  it('is isolated line by line, because an isolate ends with its line', () => {
    expect(isolate('דנה\nAnn\nמחמד')).to.equal(`${FSI}דנה${PDI}\nAnn\n${FSI}מחמד${PDI}`);
  });

  it('loses what would end the isolate, or reach past it', () => {
    expect(isolate(`a${PDI}b`)).to.equal(`${FSI}ab${PDI}`);
    expect(isolate(`a${RLI}b`)).to.equal(`${FSI}ab${PDI}`);
    expect(isolate(`cod.${RLO}exe`)).to.equal(`${FSI}cod.exe${PDI}`);
    expect(isolate(`${RLI}a${LRE}b${PDI}${PDF}`)).to.equal(`${FSI}${RLI}ab${PDI}${PDI}`);
  });

  it('keeps isolates and embeddings that are ended, and the joiners of words', () => {
    for (const text of [`${RLI}דנה${PDI} x`, `${LRE}Ann${PDF} דנה`, 'می‌خواهم', 'ه‍']) {
      expect(isolate(text)).to.equal(FSI + text + PDI);
    }
  });

  it('is balanced in each line, and nothing else of it is lost, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const isolated = isolate(text);
        for (const line of lines(isolated)) expect(findDepth(line)).to.equal(0);
        const signs = /[\u202a-\u202e\u2066-\u2069]/g;
        expect(isolated.replace(signs, '')).to.equal(text.replace(signs, ''));
        expect(isolated.length).to.be.at.most(text.length + countIsolateSigns(text));
      }),
    );
  });

  it('is isolated once more without another change', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = isolate(text);
        for (const [n, line] of lines(isolate(once)).entries()) {
          const inner = lines(once)[n] ?? '';
          expect([inner, FSI + inner + PDI]).to.include(line);
        }
      }),
    );
  });
});
