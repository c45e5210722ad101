import { expect } from 'chai';
import type { Dependencies } from '../../../src/app/dependencies.js';
import { commit } from '../../../src/app/scheduling/commit.js';
import { decide } from '../../../src/domain/commands/decide.js';
import type { PersonCommand } from '../../../src/domain/complaint/command.js';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import { RedressError } from '../../../src/errors.js';
import { UnknownOutcomeError } from '../../../src/ports/stores/document-store.js';
import { catchRejection } from '../../contracts/catch-rejection.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createFakeWaiting, type FakeWaiting } from '../../support/waiting/fake-waiting.js';
import { withLag } from '../../support/waiting/lagging-store.js';

/** The pauses until something is seen that is 300 ms behind. */
const PAUSES = [10, 20, 40, 80, 160];
const NOTE = { kind: 'update', audience: 'team', text: 'seen' } as const;

describe('a commit on a store whose reads are behind', () => {
  let test: TestApp;
  let waiting: FakeWaiting;
  let deps: Dependencies;
  let note: (id: string) => Promise<void>;
  let committed: string[];

  beforeEach(async () => {
    test = await openApp();
    waiting = createFakeWaiting();
    const lagging = withLag(test.deps.complaints, waiting);
    deps = { ...test.deps, complaints: lagging.store, waiting };
    note = lagging.note;
    committed = [];
  });
  afterEach(() => test.close());

  const commitAs = (name: string, eventId: string, id: string, command: PersonCommand) => {
    const actor = toViewer(test.personId(name), deps.organisation);
    const context = { now: deps.clock.now(), realNow: deps.realNow(), actor };
    const hooks = { afterCommit: (done: string): void => void committed.push(done) };
    return commit(deps, hooks, id, { id: eventId, by: actor }, (complaint) =>
      decide(complaint, command, { ...context, organisation: deps.organisation }),
    );
  };

  it('waits after a lost race until it reads the newer version, and decides on it', async () => {
    const { id } = await test.file();
    await test.settle();
    await note(id);
    await test.press('repairs-bob', 'take', id);
    await note(id);
    const outcome = await commitAs('repairs-ann', 'e1', id, { kind: 'take' });
    expect(outcome.kind).to.equal('refused');
    expect(waiting.pauses).to.deep.equal(PAUSES);
    expect((await test.load(id)).assignee).to.equal(test.personId('repairs-bob'));
  });

  it('does not wait when the newer version is there', async () => {
    const { id } = await test.file();
    await test.settle();
    let isFirst = true;
    test.interceptStore = async (member, _, go) => {
      if (member === 'change' && isFirst) {
        isFirst = false;
        await test.press('repairs-bob', 'take', id);
      }
      return go();
    };
    deps = { ...test.deps, waiting };
    expect((await commitAs('repairs-ann', 'e1', id, NOTE)).kind).to.equal('done');
    expect(waiting.pauses).to.deep.equal([]);
  });

  it('whose outcome is unknown finds its event, answers as the first time and delivers', async () => {
    const { id } = await test.file();
    await test.settle();
    loseAnswersOf('change', true);
    const outcome = await commitAs('repairs-ann', 'e1', id, { kind: 'take' });
    expect(outcome.kind).to.equal('done');
    expect(waiting.pauses).to.deep.equal(PAUSES);
    expect(committed).to.deep.equal([id]);
    expect((await test.load(id)).version).to.equal(2);
  });

  it('whose write was undone is not reported as done, however often it is sent', async () => {
    const { id } = await test.file();
    await test.settle();
    loseAnswersOf('change', false);
    for (const attempt of [1, 2]) {
      waiting = createFakeWaiting();
      deps = { ...deps, waiting };
      const fault = await catchRejection(commitAs('repairs-ann', 'e1', id, { kind: 'take' }));
      expect(fault, `attempt ${attempt}`).to.be.instanceOf(UnknownOutcomeError);
      expect(waiting.now()).to.equal(2000);
    }
    test.interceptStore = undefined;
    expect((await commitAs('repairs-ann', 'e1', id, { kind: 'take' })).kind).to.equal('done');
  });

  it('whose write can no longer arrive, because another did, is decided again', async () => {
    const { id } = await test.file();
    await test.settle();
    let isFirst = true;
    test.interceptStore = async (member, _, go) => {
      if (member !== 'change' || !isFirst) return go();
      isFirst = false;
      await test.press('repairs-bob', 'take', id);
      throw new UnknownOutcomeError('no answer');
    };
    expect((await commitAs('repairs-ann', 'e1', id, NOTE)).kind).to.equal('done');
    const { version, assignee } = await test.load(id);
    expect([version, assignee]).to.deep.equal([3, test.personId('repairs-bob')]);
  });

  it('says that the store is not available when nothing newer can be read in time', async () => {
    const { id } = await test.file();
    await test.settle();
    test.interceptStore = async (member, _, go) => (member === 'change' ? false : go());
    const fault = await catchRejection(commitAs('repairs-ann', 'e1', id, { kind: 'take' }));
    expect(fault).to.be.instanceOf(RedressError).and.include({ code: 'STORE_UNAVAILABLE' });
    expect(waiting.now()).to.equal(2000);
  });

  it('reads again when the store does not answer for a moment', async () => {
    const { id } = await test.file();
    await test.settle();
    let failing = 0;
    test.interceptStore = async (member, _, go) => {
      const result = await go();
      if (member === 'change') {
        failing = 3;
        throw new UnknownOutcomeError('the connection was closed');
      }
      failing -= 1;
      if (member === 'load' && failing >= 0) throw new RedressError('STORE_UNAVAILABLE', 'away');
      return result;
    };
    deps = { ...test.deps, waiting };
    expect((await commitAs('repairs-ann', 'e1', id, { kind: 'take' })).kind).to.equal('done');
    expect(waiting.pauses).to.deep.equal([10, 20, 40]);
  });

  /** The answers of a member are lost; its calls have an effect or none. */
  function loseAnswersOf(lost: string, hasEffect: boolean): void {
    test.interceptStore = async (member, _, go) => {
      if (member !== lost) return go();
      if (hasEffect) await go();
      throw new UnknownOutcomeError('no answer');
    };
  }
});
