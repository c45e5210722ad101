import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import type {
  QueueAnswer,
  QueuedMessage,
} from '../../../../src/app/delivery/turns/queued-message.js';
import { TurnQueues } from '../../../../src/app/delivery/turns/turn-queues.js';

/** Queues with a clock that the test moves, whose channels take one message each `interval` ms. */
class TestQueues {
  now = 0;
  readonly background = {
    isClosed: false,
    runLater: (key: string, ms: number, _what: string, task: () => Promise<void>): void =>
      void this.#timers.set(key, { at: this.now + ms, task }),
  };
  readonly sent: string[] = [];
  readonly late: string[] = [];
  readonly queues = new TurnQueues(this.background);
  readonly #timers = new Map<string, { readonly at: number; readonly task: () => Promise<void> }>();
  readonly #freeAt = new Map<string, number>();
  readonly #interval: number;

  constructor(interval = 1000) {
    this.#interval = interval;
  }

  add(key: string, parts: Partial<QueuedMessage> = {}): Promise<QueueAnswer> {
    const { queue = 'one', isUpdate = false } = parts;
    const pace = `${queue} ${isUpdate}`;
    return this.queues.add({
      key,
      document: 'complaint C-1' as QueuedMessage['document'],
      queue,
      isUpdate,
      isNudge: false,
      createdAt: 0,
      waitMs: () => Math.max(0, (this.#freeAt.get(pace) ?? 0) - this.now),
      send: async () => {
        this.sent.push(key);
        if (!isUpdate) this.#freeAt.set(pace, this.now + this.#interval);
        return true;
      },
      afterWait: () => void this.late.push(key),
      ...parts,
    });
  }

  /** Adds a message that a limit refuses when its turn comes; its place is kept until 3000. */
  addRefused(): Promise<QueueAnswer> {
    const send = async (): Promise<boolean> => {
      this.queues.hold(REFUSED, () => 3000 - this.now);
      return true;
    };
    return this.add('refused', { createdAt: 1, send });
  }

  /** Lets time pass, and runs the timers that are due. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await yieldToOthers();
      const [next] = [...this.#timers].sort(([, one], [, other]) => one.at - other.at);
      if (next === undefined || next[1].at > end) break;
      this.#timers.delete(next[0]);
      this.now = Math.max(this.now, next[1].at);
      await next[1].task();
    }
    this.now = end;
  }
}

const REFUSED = {
  key: 'refused',
  document: 'complaint:C-1',
  queue: 'one',
  isUpdate: false,
  createdAt: 1,
} as const;

describe('the queues of messages', () => {
  it('send a message at once when its channel is free, and say so', async () => {
    const test = new TestQueues();
    expect(await test.add('a')).to.equal('sent');
    expect(test.sent).to.deep.equal(['a']);
    expect(test.late).to.deep.equal([]);
  });

  it('say that a message waits for its channel, and send it when the time has come', async () => {
    const test = new TestQueues();
    await test.add('a');
    expect(await test.add('b')).to.equal('waiting');
    await test.pass(999);
    expect(test.sent).to.deep.equal(['a']);
    await test.pass(1);
    expect(test.sent).to.deep.equal(['a', 'b']);
    expect(test.late).to.deep.equal(['b']);
  });

  it('send the oldest first, whatever the order in which they came', async () => {
    const test = new TestQueues();
    await test.add('first');
    for (const age of [5, 3, 4, 1, 2]) void test.add(`made at ${age}`, { createdAt: age });
    await test.pass(10_000);
    const ages = [1, 2, 3, 4, 5].map((age) => `made at ${age}`);
    expect(test.sent).to.deep.equal(['first', ...ages]);
  });

  it('let no younger message pass one that a limit refused, until it is back', async () => {
    const test = new TestQueues(0);
    await test.addRefused();
    expect(await test.add('younger', { createdAt: 2 })).to.equal('waiting');
    expect(await test.add('an update', { createdAt: 2, isUpdate: true })).to.equal('sent');
    await test.pass(2000);
    await test.add('refused', { createdAt: 1 });
    await test.pass(1000);
    expect(test.sent).to.deep.equal(['an update', 'refused', 'younger']);
  });

  it('let none of the same age pass one that a limit refused either', async () => {
    const test = new TestQueues(0);
    const gate = createGate();
    void test.add('first', { send: () => gate.opened });
    void test.addRefused();
    void test.add('behind it', { createdAt: 1 });
    gate.open();
    await test.pass(1000);
    void test.add('a late one', { createdAt: 1 });
    await test.pass(1000);
    expect(test.sent).to.deep.equal([]);
    await test.add('refused', { createdAt: 1 });
    await test.pass(1000);
    expect(test.sent).to.deep.equal(['refused', 'behind it', 'a late one']);
  });

  it('go on if a message that a limit refused does not come back', async () => {
    const test = new TestQueues(0);
    await test.addRefused();
    void test.add('younger', { createdAt: 2 });
    await test.pass(2999);
    expect(test.sent).to.deep.equal([]);
    await test.pass(1);
    expect(test.sent).to.deep.equal(['younger']);
  });

  it('go on at once if a document has nothing more to send', async () => {
    const test = new TestQueues(0);
    await test.addRefused();
    void test.add('younger', { createdAt: 2 });
    test.queues.release(REFUSED.document);
    await test.pass(0);
    expect(test.sent).to.deep.equal(['younger']);
  });

  it('keep no other channel waiting', async () => {
    const test = new TestQueues();
    for (let n = 0; n < 100; n += 1) void test.add(`a${n}`);
    expect(await test.add('b', { queue: 'two' })).to.equal('sent');
  });

  it('send an update although new messages must wait', async () => {
    const test = new TestQueues();
    for (let n = 0; n < 10; n += 1) void test.add(`a${n}`);
    await test.pass(0);
    expect(await test.add('update', { isUpdate: true })).to.equal('sent');
  });

  it('send one update in three while both wait and may go', async () => {
    const test = new TestQueues(0);
    const gate = createGate();
    void test.add('first', { send: () => gate.opened });
    for (let n = 0; n < 4; n += 1) void test.add(`a${n}`, { createdAt: 1 });
    const updates = [0, 1].map((n) => test.add(`u${n}`, { isUpdate: true, createdAt: 2 }));
    gate.open();
    await Promise.all(updates);
    await test.pass(10);
    expect(test.sent).to.deep.equal(['a0', 'u0', 'a1', 'a2', 'u1', 'a3']);
  });

  it('take a message once, as long as it waits', async () => {
    const test = new TestQueues();
    await test.add('a');
    const answers = [test.add('b'), test.add('b')];
    expect(await Promise.all(answers)).to.deep.equal(['waiting', 'waiting']);
    expect(await test.add('b')).to.equal('waiting');
    await test.pass(5000);
    expect(test.sent).to.deep.equal(['a', 'b']);
  });

  it('know of which documents messages wait', async () => {
    const test = new TestQueues();
    const document = 'complaint C-2' as QueuedMessage['document'];
    await test.add('a');
    await test.add('b', { document });
    expect(test.queues.isQueued(document)).to.equal(true);
    await test.pass(1000);
    expect(test.queues.isQueued(document)).to.equal(false);
  });

  it('send nothing more at the end of the process, and keep nobody waiting for it', async () => {
    const test = new TestQueues(0);
    const gate = createGate();
    const answers = [test.add('a', { send: () => gate.opened }), test.add('b')];
    test.background.isClosed = true;
    gate.open();
    expect(await Promise.all([...answers, test.add('c')])).to.deep.equal([
      'sent',
      'waiting',
      'waiting',
    ]);
    expect(test.sent).to.deep.equal([]);
  });

  it('say that there was nothing to send any more', async () => {
    const test = new TestQueues();
    expect(await test.add('a', { send: async () => false })).to.equal('gone');
  });

  it('throw what sending throws, and go on with the next', async () => {
    const test = new TestQueues(0);
    const fault = new Error('no store');
    const failed = test.add('a', { send: () => Promise.reject(fault) });
    const next = test.add('b');
    expect(await failed.catch((error: unknown) => error)).to.equal(fault);
    expect(await next).to.equal('sent');
  });

  it('lose and double nothing, and keep the order of each channel, whatever comes when', async () => {
    const message = fc.record({
      queue: fc.constantFrom('one', 'two', 'three'),
      isUpdate: fc.boolean(),
      isNudge: fc.boolean(),
      pause: fc.nat(1500),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 40 }), async (messages) => {
        const test = new TestQueues();
        const names: string[] = [];
        for (const [n, { pause, ...parts }] of messages.entries()) {
          const name = `${parts.queue} ${parts.isUpdate ? 'update' : 'post'} ${n}`;
          names.push(name);
          void test.add(name, { ...parts, createdAt: test.now });
          await test.pass(pause);
        }
        await test.pass(100_000);
        expect(test.sent.toSorted()).to.deep.equal(names.toSorted());
        for (const queue of ['one', 'two', 'three']) {
          for (const kind of ['update', 'post']) {
            const isOfThem = (name: string): boolean => name.startsWith(`${queue} ${kind}`);
            expect(test.sent.filter(isOfThem)).to.deep.equal(names.filter(isOfThem));
          }
        }
      }),
    );
  });
});

function createGate(): { readonly opened: Promise<boolean>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<boolean>((resolve) => {
    open = () => resolve(true);
  });
  return { opened, open: () => open() };
}
