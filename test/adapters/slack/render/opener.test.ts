import { expect } from 'chai';
import fc from 'fast-check';
import { findMessageViolations } from '../../../../adapters/slack/render/limits.js';
import {
  OPENER_ACTION,
  parseOpenerValue,
  renderOpener,
} from '../../../../adapters/slack/render/opener.js';
import { faultsInBlocks } from '../../../../playground/slack/blocks/validate.js';
import { SLACK_TEXT } from '../../../../src/text/slack-en.js';

interface Actions {
  readonly elements: readonly { readonly action_id: string; readonly value?: string }[];
}

function findValue(words: string): string {
  const actions = renderOpener(words).blocks.at(-1) as unknown as Actions;
  expect(actions.elements[0]?.action_id).to.equal(OPENER_ACTION);
  return actions.elements[0]?.value ?? '';
}

describe('The button that opens a form in Slack', () => {
  it('carries the words of any message that fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (words) => {
        const clean = words.replaceAll(/[\p{Cc}\p{Surrogate}\u2028\u2029]/gu, '');
        expect(parseOpenerValue(findValue(clean))).to.equal(clean);
      }),
    );
  });

  it('carries the beginning of longer ones, and says so', () => {
    for (const words of ['a'.repeat(5000), '&'.repeat(1900), '100 % <b> & “more” '.repeat(300)]) {
      const value = findValue(words);
      expect(value.length).to.be.within(1900, 2000);
      expect(words.startsWith(parseOpenerValue(value))).to.equal(true);
      expect(renderOpener(words).text).to.equal(SLACK_TEXT.openerShortened);
    }
    expect(renderOpener('a'.repeat(2000)).text).to.equal(SLACK_TEXT.opener);
  });

  it('says of the word “away” what its form is for', () => {
    expect(renderOpener('away').text).to.equal(SLACK_TEXT.openerAway);
    expect(findValue('away')).to.equal('away');
    expect(renderOpener('away team was late').text).to.equal(SLACK_TEXT.opener);
  });

  it('contains nothing that Slack escapes in texts', () => {
    const words = '<@U1> & "100%26 sure"';
    expect(findValue(words)).not.to.match(/[<>&"]/);
    expect(parseOpenerValue(findValue(words))).to.equal(words);
  });

  it('is a message that Slack takes, also without words', () => {
    for (const words of ['', 'Late', '😀'.repeat(4000)]) {
      const message = renderOpener(words);
      expect(findMessageViolations(message)).to.deep.equal([]);
      expect(faultsInBlocks(message.blocks)).to.deep.equal([]);
    }
  });
});
