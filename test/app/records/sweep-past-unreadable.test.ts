import { expect } from 'chai';
import { createUnreadableRecords } from '../../../src/app/records/unreadable-records.js';
import { sweep } from '../../../src/app/scheduling/sweep.js';
import { openApp } from '../../support/app.js';

describe('a sweep with many due complaints that cannot be read', () => {
  it('takes the others behind them, and tries a few of them again', async () => {
    const test = await openApp();
    const { logger, meter } = test.deps;
    const unreadable = createUnreadableRecords(logger, meter);
    const due = Array.from({ length: 1500 }, (_, n) => `C-${n}`);
    for (const reference of due.slice(0, 1000)) {
      const fault = { fault: 'broken', schema: null, knownSchema: 1, fields: [] } as const;
      unreadable.add({ kind: 'complaint', reference, ...fault });
    }
    const first = async (limit: number) => due.slice(0, limit);
    test.interceptStore = async (_member, [, limit]) => first(Number(limit));
    const woken: string[] = [];
    const delivered: string[] = [];
    await sweep({
      stores: { complaint: test.deps.complaints },
      unreadable: () => unreadable.all().map(({ reference }) => reference),
      deps: test.deps,
      wake: async ({ id }) => void woken.push(id),
      deliver: ({ id }) => void delivered.push(id),
    });
    test.interceptStore = undefined;
    await test.close();
    expect(woken).to.have.members([...due.slice(1000), ...due.slice(0, 20)]);
    expect(delivered).to.have.members(woken);
  });
});
