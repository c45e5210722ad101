import { expect } from 'chai';
import { listUpcomingNudges } from '../../src/lab/upcoming-nudges.js';
import { openApp } from '../support/app.js';
import { findNextLine } from '../support/complaint/inbox-lines.js';
import { at, HOUR, MONDAY } from '../support/domain.js';

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
      isCollected: false,
    });
    expect(next.length).to.be.at.most(20);
    expect(JSON.stringify(next)).not.to.include('private');
  });

  it('say what waits in inboxes, and when it goes out', async () => {
    const test = await openApp();
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    const [next] = await listUpcomingNudges(test.deps);
    const inbox = await test.deps.inboxes.load(test.personId('repairs-ann'));
    await test.close();
    expect(next).to.deep.equal({
      complaint: id,
      rule: 'acknowledgement',
      at: findNextLine(inbox),
      to: 'Name of repairs-ann',
      isCollected: true,
    });
  });

  it('name the list of the day, if there is something for it', async () => {
    const test = await openApp();
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    const lists = async () =>
      (await listUpcomingNudges(test.deps)).filter(({ complaint }) => complaint === null);
    const [list, ...more] = await lists();
    const told = { at: MONDAY, means: 'phone', words: 'We have it' };
    await test.submit('repairs-ann', 'acknowledge', id, told);
    const later = await lists();
    await test.close();
    expect(list).to.deep.equal({
      ...{ complaint: null, rule: 'list', at: at('2026-11-24T09:00') },
      ...{ to: 'Name of repairs-ann', isCollected: true },
    });
    expect([...more, ...later]).to.deep.equal([]);
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
