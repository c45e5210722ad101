import { expect } from 'chai';
import { createIndexer, indexWords } from '../../../src/app/matching/index-words.js';
import { createBackgroundTasks } from '../../../src/app/scheduling/background-tasks.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import { toMatchKeys } from '../../../src/domain/matching/match-keys.js';
import { toStems } from '../../../src/domain/matching/stems.js';
import type { MatchStore } from '../../../src/ports/stores/match-store.js';
import { openApp, type TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { waitUntil } from '../../support/wait-until.js';

describe('indexing the words of complaints', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  async function file(description: string): Promise<string> {
    const { id } = await test.file('rita', { ...FILING_VALUES, description });
    await test.settle();
    return id;
  }
  const findUnindexed = () => test.deps.matches.findUnindexed(1000);
  async function find(word: string): Promise<readonly string[]> {
    const found = await test.deps.matches.findSimilar({
      ...{ stems: toStems(word), team: 'repairs', since: 0, states: COMPLAINT_STATES, limit: 99 },
      viewer: { person: 'o', ids: ['o'], memberOf: [], leadOf: [], isOfficer: true },
    });
    return found.map(({ id }) => id);
  }
  /** Makes all complaints as an earlier release stored them. */
  function makeOld(): void {
    for (const table of ['keys', 'stems', 'terms']) test.runSql(`DELETE FROM complaint_${table}`);
    test.runSql("UPDATE complaints SET document = json_remove(document, '$.keys')");
    test.runSql('DELETE FROM complaint_unindexed');
    test.runSql('INSERT INTO complaint_unindexed SELECT 1, id FROM complaints');
  }

  it('finds what happened and the wish, and changes nothing of the complaint', async () => {
    const id = await file('The ceiling leaks.');
    const before = await test.load(id);
    expect(await find('leaking')).to.deep.equal([]);
    await indexWords(test.deps);
    expect(await find('leaking')).to.deep.equal([id]);
    expect(await find(before.details.desiredOutcome)).to.deep.equal([id]);
    expect(await test.load(id)).to.deep.equal(before);
    expect(await findUnindexed()).to.deep.equal([]);
  });

  it('follows a correction of what happened', async () => {
    const id = await file('The ceiling leaks.');
    await indexWords(test.deps);
    const { version, details } = await test.load(id);
    const set = { details: { ...details, description: 'The tap drips.' } };
    const change = { set, history: [], deliveries: [], event: null };
    expect(await test.deps.complaints.change(id, version, change)).to.equal(true);
    expect(await find('leak')).to.deep.equal([id]);
    await indexWords(test.deps);
    expect(await find('leak')).to.deep.equal([]);
    expect(await find('dripping')).to.deep.equal([id]);
  });

  it('forgets the words of a complaint that is over, and knows them again once it is reopened', async () => {
    const id = await file('The ceiling leaks.');
    await indexWords(test.deps);
    await test.press('repairs-ann', 'take', id);
    const told = { told: 'yes', toldAt: test.deps.clock.now(), toldMeans: 'phone' };
    const resolution = { done: 'Dried', delivered: 'yes', ...told, toldWords: 'Dry.' };
    await test.submit('repairs-ann', 'resolve', id, resolution);
    await indexWords(test.deps);
    expect(await find('leak')).to.deep.equal([id]);
    const answered = { outcome: 'answered', satisfaction: '4', words: 'Good.' };
    await test.submit('rita', 'follow-up', id, answered);
    await indexWords(test.deps);
    expect(await find('leak')).to.deep.equal([]);
    await test.submit('rita', 'reopen', id, { reason: 'Wet again.' });
    await indexWords(test.deps);
    expect(await find('leak')).to.deep.equal([id]);
  });

  it('skips a complaint that cannot be read, and indexes all others', async () => {
    const others = [];
    for (let n = 0; n < 24; n += 1) others.push(await file(`Leak number ${n}.`));
    const broken = await file('Leak number 24.');
    test.runSql("UPDATE complaints SET document = '{' WHERE id = ?", [broken]);
    await indexWords(test.deps);
    expect(await find('leak')).to.have.members(others);
    expect(await findUnindexed()).to.deep.equal([{ id: broken, isOld: false }]);
  });

  it('fills in the keys of older complaints, those that a commit changed first', async () => {
    const ids = [await file('Leak one.'), await file('Leak two.'), await file('Leak three.')];
    makeOld();
    const newest = await file('Leak four.');
    expect((await findUnindexed())[0]).to.deep.equal({ id: newest, isOld: false });
    expect(await test.deps.matches.isFilling()).to.equal(true);
    expect((await test.load(ids[0] ?? '')).keys).to.equal(undefined);
    await indexWords(test.deps);
    for (const id of ids) {
      const { keys, details } = await test.load(id);
      expect(keys).to.deep.equal(toMatchKeys(details, null));
    }
    expect(await test.deps.matches.isFilling()).to.equal(false);
    expect(await find('leak')).to.have.members([...ids, newest]);
    const fields = { filled: 3, passed: 0 };
    expect(test.logs.at(-1)).to.deep.equal({ line: 'info keys and words filled in', fields });
  });

  it('loses nothing where a process is killed, after any number of writes', async () => {
    const ids = [];
    for (let n = 0; n < 4; n += 1) ids.push(await file(`Leak number ${n}.`));
    let isDone = false;
    for (let writes = 0; !isDone; writes += 1) {
      makeOld();
      const killed = killAfter(writes);
      isDone = await indexWords(killed).then(
        () => true,
        (error: Error) => {
          expect(error.message).to.equal('killed by the test');
          return false;
        },
      );
      await indexWords(test.deps);
      expect(await findUnindexed()).to.deep.equal([]);
      expect(await find('leak')).to.have.members(ids);
      for (const id of ids) expect((await test.load(id)).keys).to.not.equal(undefined);
    }
  });

  /** The dependencies of a process that is killed after so many writes; each write is one complaint's. */
  function killAfter(writes: number): TestApp['deps'] {
    let left = writes;
    const spend = (): void => {
      if (left === 0) throw new Error('killed by the test');
      left -= 1;
    };
    const { complaints, matches } = test.deps;
    const fill: typeof complaints.fill = async (...args) => {
      spend();
      return complaints.fill(...args);
    };
    const index: MatchStore['index'] = async (entries) => {
      const written: boolean[] = [];
      for (const entry of entries) {
        spend();
        written.push(...(await matches.index([entry])));
      }
      return written;
    };
    const killedComplaints = new Proxy(complaints, {
      get: (target, key) => (key === 'fill' ? fill : Reflect.get(target, key, target)),
    });
    return { ...test.deps, complaints: killedComplaints, matches: { ...matches, index } };
  }

  it('leaves what a commit changes meanwhile to the next run', async () => {
    const id = await file('The ceiling leaks.');
    let isFirst = true;
    const { matches } = test.deps;
    const index: MatchStore['index'] = async (entries) => {
      if (isFirst) {
        isFirst = false;
        const { version, details } = await test.load(id);
        const set = { details: { ...details, description: 'The tap drips.' } };
        const change = { set, history: [], deliveries: [], event: null };
        await test.deps.complaints.change(id, version, change);
      }
      return matches.index(entries);
    };
    const parts = { ...test.deps, matches: { ...matches, index } };
    await indexWords(parts);
    expect(await find('leak')).to.deep.equal([]);
    await indexWords(parts);
    expect(await find('drip')).to.deep.equal([id]);
  });

  it('comes a second after the first of several commits, and once for all of them', async () => {
    const background = createBackgroundTasks(test.deps.logger);
    const later: [number, () => Promise<void>][] = [];
    const watched = {
      ...background,
      isClosed: false,
      runLater: (_key: string, ms: number, _what: string, task: () => Promise<void>) =>
        void later.push([ms, task]),
    };
    const indexer = createIndexer(test.deps, watched);
    const id = await file('The ceiling leaks.');
    indexer.afterCommit();
    indexer.afterCommit();
    expect(later.map(([ms]) => ms)).to.deep.equal([1000]);
    await later[0]?.[1]();
    expect(await find('leak')).to.deep.equal([id]);
    indexer.afterCommit();
    expect(later).to.have.length(2);
  });

  it('is done within five seconds of a commit', async () => {
    const id = await file('The ceiling leaks.');
    await waitUntil(async () => (await find('leak')).includes(id), 5000);
  });

  it('is done by the sweep where the process died after its commit', async () => {
    const id = await file('The ceiling leaks.');
    await test.app.wakeable.sweep();
    await test.settle();
    expect(await find('leak')).to.deep.equal([id]);
  });

  it('looks once more if it is asked during a run', async () => {
    const indexer = createIndexer(test.deps, createBackgroundTasks(test.deps.logger));
    const first = await file('The ceiling leaks.');
    const run = indexer.run();
    const second = await file('The wall leaks.');
    await Promise.all([run, indexer.run()]);
    expect(await find('leak')).to.have.members([first, second]);
  });
});
