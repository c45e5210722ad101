import { expect } from 'chai';
import {
  CLOSED,
  FRESH,
  loadFrame,
  NUDGED,
  PROMISED,
  RESOLVED,
  TAKEN,
  type Words,
} from './guide-complaints.js';

describe('Playground page: the text of the guide', () => {
  let words: Words;
  before(async () => {
    words = await loadFrame<Words>('guide-words');
  });

  it('counts the steps', () => {
    expect(words.lineOf('report')).to.equal('1 of 5: Report it');
    expect(words.lineOf('resolve')).to.equal('5 of 5: Put it right');
    expect(words.lineOf('follow-up')).to.equal('All five done. Go back and ask');
    expect(words.lineOf('closed')).to.equal('All five done');
  });

  it('names the complaint, its team and its assignee', () => {
    expect(words.whereOf(FRESH)).to.equal('C-1 is with Billing. Nobody has it yet');
    expect(words.whereOf(TAKEN)).to.equal('C-1 is with Ben Baker of Billing');
    expect(words.whereOf(RESOLVED)).to.equal('C-1 was put right by Ben Baker of Billing');
    expect(words.whereOf(CLOSED)).to.equal('C-1 of Billing is closed');
  });

  it('says who does what, with the button’s label', () => {
    const take = words.adviceOf('take', FRESH, 'Ben Baker', 'Take it');
    expect(take.how).to.equal('Become Ben Baker and press Take it.');
    expect(take.why).to.contain('Billing');
    const resolve = words.adviceOf('resolve', NUDGED, 'Ben Baker', 'Resolve');
    expect(resolve.why).to.match(/^Ben was reminded in time\./);
    const unreminded = words.adviceOf('resolve', PROMISED, 'Ben Baker', 'Resolve');
    expect(unreminded.why).not.to.contain('reminded');
  });

  it('says where it pointed', () => {
    const point = { at: 'button', reference: 'C-1', label: 'Take it' };
    const expected = 'You are Ben Baker. The button Take it of C-1 is marked.';
    expect(words.pointedOf(point, 'Ben Baker')).to.equal(expected);
    const late =
      'You are Ben Baker. The button Take it of C-1 is not here yet. It is marked as soon as it is.';
    expect(words.notFoundOf(point, 'Ben Baker')).to.equal(late);
    expect(words.gaveUpOf(point, 'Ben Baker')).to.match(/is still not here\. Press Show me/);
  });

  it('says that a card is posted which was waited for', () => {
    expect(words.cameOf(FRESH)).to.equal('C-1 is posted. Press Show me to go there.');
  });

  it('says where each sample stands', () => {
    expect(words.sampleWords(FRESH)).to.equal('nobody has it yet, Billing in Slack');
    expect(words.sampleWords(TAKEN)).to.equal('being handled, Billing in Slack');
    expect(words.sampleWords(RESOLVED)).to.equal('put right, Billing in Slack');
  });
});
