import { expect } from 'chai';
import {
  type CategoryHints,
  suggestCategory,
} from '../../../src/domain/intake/suggest-category.js';
import type { Category } from '../../../src/domain/organisation/organisation.js';

const CATEGORIES: readonly Category[] = [
  { key: 'damp', name: 'Damp', team: 'repairs', confidential: false, words: ['mould', 'damp'] },
  { key: 'heating', name: 'Heating', team: 'repairs', confidential: false, words: ['no heating'] },
  { key: 'conduct', name: 'Conduct', team: 'people', confidential: true, words: ['rude'] },
  { key: 'bill', name: 'A bill', team: 'billing', confidential: false },
];
const NOTHING: CategoryHints = { similar: null, team: null };

function suggest(happened: string, hints: Partial<CategoryHints> = {}): string {
  const categories = new Map(CATEGORIES.map((one) => [one.key, one]));
  const found = suggestCategory(happened, { categories }, { ...NOTHING, ...hints });
  switch (found.kind) {
    case 'found':
      return `${found.category.key} by ${found.by}`;
    case 'confidential':
      return `confidential ${found.category.key}`;
    case 'none':
      return 'none';
  }
}

describe('the category that is suggested', () => {
  it('is the one whose words stand in what happened, whatever their case and accents', () => {
    expect(suggest('MOULD on the wall again')).to.equal('damp by words');
    expect(suggest('Móulds everywhere')).to.equal('damp by words');
    expect(suggest('There is no hot water and no heating')).to.equal('heating by words');
  });

  it('is none if only a part of a phrase or of a word fits', () => {
    expect(suggest('The heating is loud')).to.equal('none');
    expect(suggest('A dampener is missing')).to.equal('none');
  });

  it('is none if two fit alike', () => {
    expect(suggest('mould, and no heating')).to.equal('none');
    expect(suggest('mould, damp, and no heating')).to.equal('damp by words');
  });

  it('is asked if it is confidential', () => {
    expect(suggest('The driver was rude')).to.equal('confidential conduct');
    expect(suggest('He shouted', { similar: 'conduct' })).to.equal('confidential conduct');
  });

  it('is else that of similar complaints, else the only one of the team in whose channel it was asked for', () => {
    expect(suggest('Charged twice', { similar: 'bill', team: 'repairs' })).to.equal(
      'bill by similar',
    );
    expect(suggest('Charged twice', { team: 'billing' })).to.equal('bill by team');
    expect(suggest('Charged twice', { team: 'repairs' })).to.equal('none');
    expect(suggest('Charged twice', { similar: 'gone' })).to.equal('none');
  });
});
