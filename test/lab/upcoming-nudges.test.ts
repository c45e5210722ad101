import { expect } from 'chai';
import { listUpcomingNudges } from '../../src/lab/upcoming-nudges.js';
import { openApp } from '../support/app.js';
import { HOUR, MONDAY } from '../support/domain.js';

describe('the upcoming nudges', () => {
  it('are sorted by time, name the recipient, and contain nothing of the complaint', async () => {
    const test = await openApp();
    const one = await test.file('rita', { description: 'quite private' });
    const two = await test.file('rita', { category: 'conduct' });
    await test.press('repairs-ann', 'take', one.id);
    const next = await listUpcomingNudges(test.deps);
    await test.close();
    expect(next.map(({ at }) => at)).to.deep.equal(
      [...next.map(({ at }) => at)].sort((a, b) => a - b),
    );
    expect(next[0]).to.deep.equal({
      complaint: two.id,
      rule: 'untaken',
      at: MONDAY + HOUR,
      to: 'Name of repairs-lead',
    });
    expect(next.length).to.be.at.most(20);
    expect(JSON.stringify(next)).not.to.include('private');
  });

  it('leave out a complaint that cannot be read', async () => {
    const test = await openApp();
    const [spoilt, other] = [await test.file(), await test.file()];
    await test.settle();
    test.runSql("UPDATE complaints SET document = '{' WHERE id = ?", [spoilt.id]);
    const next = await listUpcomingNudges(test.deps);
    await test.close();
    expect(new Set(next.map(({ complaint }) => complaint))).to.deep.equal(new Set([other.id]));
  });
});
