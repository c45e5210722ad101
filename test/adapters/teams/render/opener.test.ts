import { expect } from 'chai';
import { renderOpener, renderUsedOpener } from '../../../../adapters/teams/render/opener.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';

const toJson = (value: unknown) => JSON.stringify(value);
const getBody = ({ attachments }: ReturnType<typeof renderOpener>) =>
  attachments[0]?.content.body ?? [];

describe('The card that opens the form in Teams', () => {
  it('has a button that asks for the dialog with all the words', () => {
    const words = `late\ndelivery ${'x'.repeat(3000)}`;
    expect(getBody(renderOpener({ words, by: null })).at(-1))
      .to.have.nested.property('actions[0].data')
      .that.deep.equals({
        msteams: { type: 'task/fetch' },
        redress: { kind: 'open', text: words },
      });
  });

  it('shows who asked where others read it, and the beginning of their words', () => {
    const words = `The *lift* is <b>late</b> ${'x'.repeat(3000)} the end`;
    const card = renderOpener({ words, by: 'Ann  Reporter' });
    expect(card.summary).to.equal(TEAMS_TEXT.openerBy('Ann Reporter'));
    const [intro, quote] = getBody(card);
    expect(toJson(intro)).to.include('Ann Reporter wants to record a complaint');
    expect(quote).to.include({ type: 'Container', style: 'emphasis' });
    expect(toJson(quote)).to.include('…').and.not.include('the end');
    expect(toJson(quote).length).to.be.below(600);
    expect(toJson(quote), 'literally').to.include('The *lift* is <b>late</b>');
  });

  it('names nobody in a personal chat, nor without a name', () => {
    for (const by of [null, '', ' \n']) {
      const card = renderOpener({ words: 'late', by });
      expect(card.summary).to.equal(TEAMS_TEXT.opener);
      expect(toJson(getBody(card))).to.include('late');
    }
  });

  it('says of the word “away” what its form is for, and quotes nothing', () => {
    const own = renderOpener({ words: 'away', by: null });
    expect(own.summary).to.equal(TEAMS_TEXT.openerAway);
    expect(toJson(getBody(own))).not.to.include('Container');
    const inChannel = renderOpener({ words: 'away', by: 'Ann Reporter' });
    expect(inChannel.summary).to.equal(TEAMS_TEXT.openerAwayBy('Ann Reporter'));
  });

  it('has no empty box without words', () => {
    for (const words of ['', ' \n ']) {
      expect(toJson(renderOpener({ words, by: null }))).not.to.include('Container');
    }
  });

  it('says after its use what was recorded, and nothing else', () => {
    const used = renderUsedOpener(TEAMS_TEXT.openerUsed('C-1001'));
    expect(used.summary).to.equal('Recorded as C-1001.');
    expect(toJson(used)).not.to.match(/Action\.|Container/);
    expect(getBody(used)).to.have.length(1);
  });
});
