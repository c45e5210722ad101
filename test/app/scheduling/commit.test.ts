import { expect } from 'chai';
import { type CommitHooks, commit } from '../../../src/app/scheduling/commit.js';
import { decide } from '../../../src/domain/commands/decide.js';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import { RedressError } from '../../../src/errors.js';
import { openApp, type TestApp } from '../../support/app.js';

describe('a commit', () => {
  let test: TestApp;
  let committed: string[];
  let hooks: CommitHooks;
  beforeEach(async () => {
    test = await openApp();
    committed = [];
    hooks = { afterCommit: (id) => void committed.push(id) };
  });
  afterEach(() => test.close());

  const commitTake = (name: string, eventId: string | null, id: string) => {
    const { deps } = test;
    const actor = toViewer(test.personId(name), deps.organisation);
    const context = { now: deps.clock.now(), realNow: deps.realNow() };
    const event = eventId === null ? null : { id: eventId, by: actor };
    return commit(deps, hooks, id, event, (complaint) =>
      decide(complaint, { kind: 'take' }, { ...context, actor, organisation: deps.organisation }),
    );
  };

  it('decides again after a lost race, on the new state', async () => {
    const { id } = await test.file();
    let isFirst = true;
    test.interceptStore = async (member, _, go) => {
      if (member === 'change' && isFirst) {
        isFirst = false;
        await test.press('repairs-bob', 'take', id);
      }
      return go();
    };
    const outcome = await commitTake('repairs-ann', 'e1', id);
    expect(outcome.kind).to.equal('refused');
    expect((await test.load(id)).assignee).to.equal(test.personId('repairs-bob'));
    expect(committed).to.deep.equal([]);
  });

  it('gives up after twelve lost races and changes nothing', async () => {
    const { id } = await test.file();
    const nothing = { set: {}, history: [], deliveries: [], event: null };
    let version = 1;
    test.interceptStore = async (member, _, go) => {
      if (member !== 'change') return go();
      test.interceptStore = undefined;
      await test.deps.complaints.change(id, version, nothing);
      test.interceptStore = intercept;
      version += 1;
      return go();
    };
    const intercept = test.interceptStore;
    const error: unknown = await commitTake('repairs-ann', 'e1', id).catch(
      (thrown: unknown) => thrown,
    );
    test.interceptStore = undefined;
    expect(error).to.be.instanceOf(RedressError).and.include({ code: 'STORE_CONFLICT' });
    expect(await test.load(id)).to.deep.include({ state: 'open', version: 13, events: [] });
  });

  it('succeeds once among many at the same time', async () => {
    const { id } = await test.file();
    const names = ['repairs-ann', 'repairs-bob', 'repairs-lead', 'olga', 'omar'];
    const outcomes = await Promise.all(names.map((name) => commitTake(name, `by-${name}`, id)));
    expect(outcomes.filter(({ kind }) => kind === 'done')).to.have.length(1);
    expect((await test.load(id)).version).to.equal(2);
    expect(committed).to.deep.equal([id]);
  });

  it('reports that the complaint does not exist', async () => {
    expect(await commitTake('repairs-ann', 'e1', 'C-9999')).to.deep.equal({ kind: 'absent' });
  });

  it('stores no event id for a wake-up', async () => {
    const { id } = await test.file();
    await commitTake('repairs-ann', null, id);
    expect(await test.load(id)).to.deep.include({ version: 2, events: [] });
  });

  it('whose answer was lost is recognised when the event comes again', async () => {
    const { id } = await test.file();
    test.interceptStore = async (member, _, go) => {
      const result = await go();
      if (member === 'change') throw new RedressError('STORE_UNAVAILABLE', 'no answer');
      return result;
    };
    const lost: unknown = await commitTake('repairs-ann', 'e1', id).catch(
      (thrown: unknown) => thrown,
    );
    test.interceptStore = undefined;
    expect(lost).to.be.instanceOf(RedressError);
    expect((await commitTake('repairs-ann', 'e1', id)).kind).to.equal('done');
    expect((await test.load(id)).version).to.equal(2);
  });

  it('returns the answer of an event only to its author', async () => {
    const { id } = await test.file();
    await commitTake('repairs-ann', 'e1', id);
    const getCodes = async (name: string) => {
      const outcome = await commitTake(name, 'e1', id);
      return outcome.kind === 'refused' ? outcome.refusals.map(({ code }) => code) : outcome.kind;
    };
    expect(await getCodes('zoe')).to.deep.equal(['not-found']);
    expect(await getCodes('repairs-ann')).to.equal('done');
    const update = { kind: 'update', audience: 'team', text: 'seen' } as const;
    const commitNote = (name: string) => {
      const { deps } = test;
      const actor = toViewer(test.personId(name), deps.organisation);
      const moment = { now: deps.clock.now(), realNow: deps.realNow() };
      return commit(deps, hooks, id, { id: 'e1', by: actor }, (complaint) =>
        decide(complaint, update, { ...moment, actor, organisation: deps.organisation }),
      );
    };
    const reused = await commitNote('repairs-bob');
    expect(reused).to.have.nested.property('refusals[0].code', 'sent-by-another');
    expect((await test.load(id)).version).to.equal(2);
  });

  it('recognises the event of a person who was merged meanwhile', async () => {
    const { id } = await test.file();
    await commitTake('repairs-ann', 'e1', id);
    const { deps } = test;
    const ids = [test.personId('olga'), test.personId('repairs-ann')];
    const by = { ...toViewer(test.personId('olga'), deps.organisation), ids };
    const outcome = await commit(deps, hooks, id, { id: 'e1', by }, () => {
      throw new Error('it was decided again');
    });
    expect(outcome.kind).to.equal('done');
  });
});
