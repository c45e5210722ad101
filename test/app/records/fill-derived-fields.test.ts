import { expect } from 'chai';
import { fillDerivedFields, startFill } from '../../../src/app/records/fill-derived-fields.js';
import { createBackgroundTasks } from '../../../src/app/scheduling/background-tasks.js';
import { toAudience } from '../../../src/domain/complaint/audience.js';
import { openApp, type TestApp } from '../../support/app.js';

describe('filling in what complaints of earlier releases lack', () => {
  let test: TestApp;
  let ids: readonly string[];
  beforeEach(async () => {
    test = await openApp();
    const filed = [];
    for (let n = 0; n < 5; n += 1) filed.push(await test.file('rita'));
    await test.settle();
    ids = filed.map(({ id }) => id);
    makeOld();
  });
  afterEach(() => test.close());

  /** Makes all complaints as an earlier release stored them. */
  function makeOld(): void {
    test.runSql('DELETE FROM complaint_audience');
    test.runSql(
      "UPDATE complaints SET has_audience = 0, document = json_remove(document, '$.audience')",
    );
  }
  const loadAll = () => Promise.all(ids.map((id) => test.load(id)));
  const findUnfilled = () => test.deps.complaints.findUnfilled(100);

  it('fills each in once, without a new version or history entry', async () => {
    const before = await loadAll();
    expect(before.map(({ audience }) => audience)).to.deep.equal(ids.map(() => undefined));
    await fillDerivedFields(test.deps);
    const after = await loadAll();
    expect(after).to.deep.equal(before.map((one) => ({ ...one, audience: toAudience(one) })));
    expect(await findUnfilled()).to.deep.equal([]);
    expect(test.logs.at(-1)).to.deep.equal({
      line: 'info derived fields filled',
      fields: { filled: 5, skipped: 0 },
    });
  });

  it('says nothing when nothing lacks', async () => {
    await fillDerivedFields(test.deps);
    const before = test.logs.length;
    await fillDerivedFields(test.deps);
    expect(test.logs).to.have.length(before);
  });

  it('goes on where a process was killed, after any number of writes', async () => {
    for (let writes = 0; writes < ids.length; writes += 1) {
      makeOld();
      let left = writes;
      test.interceptStore = async (member, _args, proceed) => {
        if (member === 'fill' && left === 0) throw new Error('killed by the test');
        if (member === 'fill') left -= 1;
        return proceed();
      };
      const end = await fillDerivedFields(test.deps).catch((error: Error) => error.message);
      expect(end).to.equal('killed by the test');
      expect(await findUnfilled()).to.have.length(ids.length - writes);
      test.interceptStore = undefined;
      await fillDerivedFields(test.deps);
      expect(await findUnfilled()).to.deep.equal([]);
    }
  });

  it('leaves what a commit changed between reading and writing to that commit', async () => {
    let isFirst = true;
    test.interceptStore = async (member, _args, proceed) => {
      if (member === 'fill' && isFirst) {
        isFirst = false;
        for (const id of ids) await test.press('repairs-ann', 'take', id);
      }
      return proceed();
    };
    await fillDerivedFields(test.deps);
    await test.settle();
    for (const one of await loadAll()) expect(one.audience).to.deep.equal(toAudience(one));
    expect(await findUnfilled()).to.deep.equal([]);
  });

  it('skips a complaint that cannot be read', async () => {
    const [broken = ''] = ids;
    test.runSql("UPDATE complaints SET document = '{' WHERE id = ?", [broken]);
    await fillDerivedFields(test.deps);
    expect(await findUnfilled()).to.deep.equal([broken]);
    expect(test.logs.at(-1)?.fields).to.deep.equal({ filled: 4, skipped: 1 });
  });

  it('stops when the process ends, and tries again after a failure', async () => {
    const background = createBackgroundTasks(test.deps.logger);
    const later: string[] = [];
    const watched = { ...background, runLater: (key: string) => void later.push(key) };
    test.interceptStore = async (member, _args, proceed) => {
      if (member === 'fill') throw new Error('the store is away');
      return proceed();
    };
    startFill(test.deps, { ...watched, isClosed: false });
    await background.whenIdle();
    expect(later).to.deep.equal(['fill']);
    test.interceptStore = undefined;
    startFill(test.deps, { ...watched, isClosed: true });
    await background.whenIdle();
    expect(await findUnfilled()).to.have.length(ids.length);
  });
});
