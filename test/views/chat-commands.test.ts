import { expect } from 'chai';
import fc from 'fast-check';
import { trimText } from '../../src/domain/text/blank.js';
import { COMMAND_WORDS, parseChatCommand } from '../../src/views/chat-commands.js';

describe('what stands behind the command', () => {
  for (const word of COMMAND_WORDS) {
    it(`is the command ${word} when it is nothing but the word, in any case`, () => {
      for (const text of [word, word.toUpperCase(), `  ${word}\n`]) {
        expect(parseChatCommand(text)).to.deep.equal({ kind: word });
      }
    });

    it(`is a complaint when more follows ${word}`, () => {
      for (const text of [`${word} of broken lifts`, `${word}, please`, `“${word}”`, `${word}s`]) {
        expect(parseChatCommand(text)).to.deep.equal({ kind: 'report', text });
      }
    });
  }

  it('is a complaint with all its words, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parsed = parseChatCommand(text);
        if (parsed.kind === 'report') expect(parsed.text).to.equal(trimText(text));
        else expect(trimText(text).toLowerCase().startsWith(parsed.kind)).to.equal(true);
      }),
    );
  });

  it('says from when until when somebody is away', () => {
    for (const words of [
      'until Friday',
      'from Monday until 4 January',
      'Until 3pm',
      'till tomorrow',
    ]) {
      expect(parseChatCommand(`away ${words}`)).to.deep.equal({ kind: 'away', words });
    }
    for (const text of ['away team lost', 'away untilFriday', `away until ${'x'.repeat(100)}`]) {
      expect(parseChatCommand(text)).to.deep.equal({ kind: 'report', text });
    }
  });

  it('is a complaint without words when it is empty', () => {
    for (const text of ['', ' ', '\u200b', '\u3164\u2800', '\ufe0f\n']) {
      expect(parseChatCommand(text)).to.deep.equal({ kind: 'report', text: '' });
    }
  });

  it('is the same with invisible spaces around it', () => {
    expect(parseChatCommand('\u200blist\u2800')).to.deep.equal({ kind: 'list' });
    expect(parseChatCommand('\u3164Water ❤️ ')).to.deep.equal({ kind: 'report', text: 'Water ❤️' });
  });

  for (const words of [
    'home care visit missed',
    'back pain ignored',
    '1042 Oak Street has no heating',
    'report of damp',
    'away from home and nobody came',
    'list of faults in the flat',
    'help never came',
    'reminders were ignored',
  ]) {
    it(`opens the form with words that only begin like a command: ${words}`, () => {
      expect(parseChatCommand(words)).to.deep.equal({ kind: 'report', text: words });
    });
  }
});
