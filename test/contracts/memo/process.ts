import type { AttemptOutcome } from '../../../src/app/delivery/attempt.js';
import { createDeliverer, type Deliverer } from '../../../src/app/delivery/deliver.js';
import { DeliveryLoop } from '../../../src/app/delivery/delivery-loop.js';
import { sendRelay } from '../../../src/app/delivery/send-relay.js';
import { NewClaims } from '../../../src/app/delivery/turns/new-claims.js';
import { TurnQueues } from '../../../src/app/delivery/turns/turn-queues.js';
import { createBackgroundTasks } from '../../../src/app/scheduling/background-tasks.js';
import { type CommitParts, commitDocument } from '../../../src/app/scheduling/commit-document.js';
import { sweep } from '../../../src/app/scheduling/sweep.js';
import type { DocumentDecision } from '../../../src/domain/document/decision.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';
import { uniqueText } from '../complaint-store/samples.js';
import { give, type Memo, type MemoItem, receive, seal, takeBack } from './memo.js';

/** A process that works on memos: it commits commands, delivers relays and sweeps. */
export interface MemoProcess {
  /** Gives an amount to another memo. Throws what the store throws. */
  give(source: string, target: string, amount: number, eventId?: string): Promise<void>;
  seal(id: string): Promise<void>;
  sweep(): Promise<void>;
  /** Resolves when nothing runs. */
  whenIdle(): Promise<void>;
  /** Starts no more work. */
  close(): void;
}

const IGNORE = () => undefined;
const LOGGER = { debug: IGNORE, info: IGNORE, warn: IGNORE, error: IGNORE };
const METER = { count: IGNORE, observe: IGNORE };

/** Creates a process named `owner` on a store. `realNow`: ms UTC. */
export function createMemoProcess(
  store: DocumentStore<Memo>,
  owner: string,
  realNow: () => number,
): MemoProcess {
  const background = createBackgroundTasks(LOGGER);
  const deps = {
    owner,
    newId: () => uniqueText('lease'),
    realNow,
    logger: LOGGER,
    meter: METER,
    clock: { now: realNow, toRealTime: (at: number) => at },
  };
  const deliverer: Deliverer<'memo'> = createDeliverer({ memo: (id) => loop.queue(id) });
  const startDelivery = (id: string): void =>
    background.run('deliver', () => deliverer.deliver({ kind: 'memo', id }));
  const parts: CommitParts<Memo> = { store, meter: METER, afterCommit: startDelivery };
  const commit = async (
    id: string,
    eventId: string,
    decide: (memo: Memo) => DocumentDecision<Memo>,
  ): Promise<void> => {
    await commitDocument(parts, id, { id: eventId, by: null }, decide);
  };
  const queues = new TurnQueues(background);
  const loop = new DeliveryLoop<Memo>(
    {
      kind: 'memo',
      store,
      findTurn: async () => null,
      send: (_memo, item) => sendItem(parts, item),
      async reportFailure(id, item) {
        if (item.kind === 'relay') {
          await commit(id, `undelivered/${item.id}`, (memo) => takeBack(memo, item));
        }
        await store.drop(id, item.id);
      },
      afterSent: async () => undefined,
    },
    // No timers: the tests sweep.
    {
      deps,
      background: { run: background.run, runLater: IGNORE },
      queues,
      claims: new NewClaims(deps, queues),
      redeliver: async () => undefined,
    },
  );
  return {
    give: (source, target, amount, eventId = uniqueText('event')) =>
      commit(source, eventId, (memo) => give(memo, target, amount, realNow())),
    seal: (id) => commit(id, uniqueText('event'), seal),
    sweep: () =>
      sweep({
        stores: { memo: store },
        unreadable: () => [],
        deps,
        wake: async () => undefined,
        deliver: ({ id }) => startDelivery(id),
      }),
    whenIdle: () => background.whenIdle(),
    close: () => background.close(),
  };
}

async function sendItem(
  target: CommitParts<Memo>,
  item: Memo['outbox'][number],
): Promise<AttemptOutcome> {
  if (item.kind !== 'relay') throw new Error('Memos send no messages.');
  return deliverRelay(target, item);
}

/** Delivers a memo's relay to its target. */
function deliverRelay(target: CommitParts<Memo>, item: MemoItem): Promise<AttemptOutcome> {
  const sent = { itemId: item.id, targetId: item.relay.target.id };
  return sendRelay(target, sent, (memo) => receive(memo, item.id, item.relay.command));
}
