import { expect } from 'chai';
import { PEOPLE } from '../../../playground/slack/seed.js';
import type { Harness } from '../support/harness.js';
import {
  fileComplaint,
  findPost,
  findPosts,
  pressForForm,
  startOnMonday,
} from '../support/intake-helpers.js';
import { ORGANISATION } from '../support/organisation.js';

const MINUTE = 60_000;

const NUDGES = `nudges:
  policies:
    - for: { impact: critical }
      ladder: [lead, officers]
      untaken: [15m, 1h]
`;

describe('a policy for critical complaints in redress.yml', function () {
  this.timeout(90_000);
  let harness: Harness;
  before(async () => {
    harness = await startOnMonday({ organisation: `${ORGANISATION}${NUDGES}` });
  });
  after(() => harness.close());

  const pass = async (minutes: number): Promise<void> => {
    await harness.lab.moveTo((await harness.lab.now()) + minutes * MINUTE);
    await harness.lab.settle();
  };
  const listNeeds = (where: string, id: string): readonly string[] =>
    findPosts(harness, where, new RegExp(`${id} needs you`)).map(({ text }) => text);

  it('takes a critical one to the lead at once, and one that becomes critical', async () => {
    const critical = await fileComplaint(harness, { impact: 'critical' });
    const medium = await fileComplaint(harness, { impact: 'medium' });
    await pass(20);
    expect(listNeeds('dm lena', critical)).to.have.length(1);
    expect(listNeeds('dm lena', medium)).to.deep.equal([]);

    const mine = findPost(harness, 'dm ann', new RegExp(`${medium}.*your complaint`, 's'));
    const { id: details } = await pressForForm(harness, 'ann', mine, 'details');
    await harness.slack.pressInModal(PEOPLE.ann, details, 'correct');
    const form = await harness.slack.until(
      () => harness.slack.modals(PEOPLE.ann).find(({ id }) => id !== details),
      'the form',
    );
    await harness.slack.submit(PEOPLE.ann, form.id, { impact: 'critical' });
    await pass(5);
    expect(listNeeds('dm lena', medium)).to.have.length(1);
    expect(listNeeds('dm lena', critical)).to.have.length(1);
    expect(findPosts(harness, 'billing', /A reminder about/)).to.deep.equal([]);
  });
});
