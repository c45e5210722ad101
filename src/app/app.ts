import {
  type DocumentKind,
  type DocumentRef,
  toDocumentKey,
} from '../domain/document/document-ref.js';
import type { InboundEvent, Intake } from '../ports/intake.js';
import type { Wakeable } from '../ports/scheduler.js';
import {
  type ConfigurationWatch,
  createConfigurationWatch,
} from './configuration/configuration-watch.js';
import { createClockWatch } from './delivery/clock-watch.js';
import { createClaimPreparation, createComplaintOutbox } from './delivery/complaint-outbox.js';
import { createDeliverer, type Deliverer } from './delivery/deliver.js';
import { NewClaims } from './delivery/turns/new-claims.js';
import { TurnQueues } from './delivery/turns/turn-queues.js';
import type { Dependencies } from './dependencies.js';
import type { DocumentHooks } from './inbox/commit-inbox.js';
import { createInboxClaimPreparation, createInboxOutbox } from './inbox/inbox-outbox.js';
import { createListRefresher } from './inbox/list-refresher.js';
import { wakeInbox } from './inbox/wake-inbox.js';
import { createIntake } from './intake/intake.js';
import { createIndexer, type Indexer } from './matching/index-words.js';
import { type AccountDirectory, createAccountDirectory } from './organisation/account-directory.js';
import { createProfileRefresher } from './organisation/profile-refresher.js';
import { createCardRetries } from './places/card-retries.js';
import { createProblemWatch } from './problems/watch-problems.js';
import { startFill } from './records/fill-derived-fields.js';
import { skipUnreadable } from './records/skip-unreadable.js';
import { createOpsTeller } from './records/tell-ops.js';
import { type BackgroundTasks, createBackgroundTasks } from './scheduling/background-tasks.js';
import { createBreather } from './scheduling/breather.js';
import { type SweepParts, type SweptStore, sweep } from './scheduling/sweep.js';
import { wake } from './scheduling/wake.js';

/** The use cases, connected. */
export interface App {
  readonly deps: Dependencies;
  readonly intake: Intake;
  readonly wakeable: Wakeable;
  readonly deliverer: Deliverer;
  readonly accounts: AccountDirectory;
  readonly background: BackgroundTasks;
  /** Starts to watch the computer's clock. `planAnew`: what else waits by that clock. */
  startClockWatch(planAnew: () => Promise<void>): void;
  /** Starts to fill in what complaints of earlier releases lack. Call it once, when all else runs. */
  startFill(): void;
  /** Starts to plan complaints by a configuration that has changed; every sweep goes on. Call it once, like `startFill`. */
  startReplan(): void;
  /** Whether the configuration fits what is stored, and other processes. */
  readonly configuration: ConfigurationWatch;
  /** Starts to try cards again that channels refused before this start. Call it once, when all else runs. */
  startCardRetries(): void;
}

/** Connects the use cases: what a commit leads to, and what the scheduler wakes. */
export function createApp(deps: Dependencies): App {
  const background = createBackgroundTasks(deps.logger);
  const accounts = createAccountDirectory(deps, background);
  const indexer = createIndexer(deps, background);
  const outboxes = connectOutboxes(deps, background, accounts, indexer);
  const { hooks, deliverer } = outboxes;
  const configuration = createConfigurationWatch(deps, background, hooks.complaint);
  const cardRetries = createCardRetries(deps, background, hooks.complaint);
  const afterEvent = joinAfterEvent(
    createProfileRefresher(deps, background),
    cardRetries,
    createListRefresher(deps, hooks.inbox, background),
  );
  const wakeUp = createWaker({
    complaint: (id) => wake(deps, hooks.complaint, id),
    inbox: (id) => wakeInbox(deps, hooks, id),
  });
  const { redeliver: deliver } = outboxes;
  const doSweep = createSweep(
    deps,
    background,
    { configuration, indexer },
    { wake: wakeUp, deliver },
  );
  return {
    deps,
    intake: createIntake(deps, hooks, afterEvent),
    wakeable: { wake: wakeUp, sweep: doSweep },
    deliverer,
    accounts,
    background,
    startClockWatch: (planAnew) =>
      createClockWatch({
        ...{ deps, background, planAnew, sweep: doSweep },
        stores: [deps.complaints, deps.inboxes],
      }).start(),
    configuration,
    startFill: () => startFill(deps, background),
    startReplan: () => background.run('plan complaints again', configuration.replan),
    startCardRetries: cardRetries.start,
  };
}

/** What follows commits, and what sends the deliveries of all kinds of documents. */
interface Outboxes {
  readonly hooks: DocumentHooks;
  readonly deliverer: Deliverer;
  /** Starts to deliver a document, unless its messages wait for their turn already. */
  redeliver(document: DocumentRef): void;
}

/** Connects the outboxes: a commit on a document starts what it has to deliver, and plans its next wake-up. */
function connectOutboxes(
  deps: Dependencies,
  background: BackgroundTasks,
  accounts: AccountDirectory,
  indexer: Indexer,
): Outboxes {
  const queues = new TurnQueues(background);
  const claims = new NewClaims(deps, queues);
  const deliverer: Deliverer = createDeliverer({
    complaint: (id) => complaintOutbox.queue(id),
    inbox: (id) => inboxOutbox.queue(id),
  });
  const start = (document: DocumentRef): void =>
    background.run('deliver', () => deliverer.deliver(document));
  const createAfterCommit = (kind: DocumentKind) => (id: string, nextActionAt: number | null) => {
    // If the process dies before either is done, the sweep finds both in the store.
    start({ kind, id });
    background.run('schedule', () => deps.scheduler.schedule({ kind, id }, nextActionAt));
  };
  const startComplaint = createAfterCommit('complaint');
  const hooks: DocumentHooks = {
    complaint: {
      prepareClaims: createClaimPreparation(deps, claims),
      afterCommit: (id, nextActionAt) => {
        startComplaint(id, nextActionAt);
        indexer.afterCommit();
      },
    },
    inbox: {
      prepareClaims: createInboxClaimPreparation(deps, claims),
      afterCommit: createAfterCommit('inbox'),
    },
  };
  const toParts = (kind: DocumentKind) => ({
    ...{ accounts, background, queues, claims },
    redeliver: (id: string) => deliverer.deliver({ kind, id }),
  });
  const complaintOutbox = createComplaintOutbox(deps, hooks, toParts('complaint'));
  const inboxOutbox = createInboxOutbox(deps, hooks, toParts('inbox'));
  const redeliver = (document: DocumentRef): void =>
    queues.isQueued(toDocumentKey(document)) ? undefined : start(document);
  return { hooks, deliverer, redeliver };
}

/** Wakes documents, whoever finds that they are due. Many at once let requests be answered in between. */
function createWaker(
  wakers: Readonly<Record<DocumentKind, (id: string) => Promise<void>>>,
): (document: DocumentRef) => Promise<void> {
  const breathe = createBreather();
  return async ({ kind, id }) => {
    await breathe();
    await skipUnreadable(() => wakers[kind](id));
  };
}

/** Creates the sweep. After each one the operators learn of what is wrong. */
function createSweep(
  deps: Dependencies,
  background: BackgroundTasks,
  { configuration, indexer }: { configuration: ConfigurationWatch; indexer: Indexer },
  act: Pick<SweepParts<DocumentKind>, 'wake' | 'deliver'>,
): () => Promise<void> {
  const tellOps = createOpsTeller(deps);
  const watchProblems = createProblemWatch(deps, [
    ...deps.problemSources,
    ...configuration.sources,
  ]);
  const stores = { complaint: deps.complaints, inbox: deps.inboxes } satisfies Record<
    DocumentKind,
    SweptStore
  >;
  return async () => {
    await sweep({ stores, unreadable: (kind) => findUnreadable(deps, kind), deps, ...act });
    background.run('plan complaints again', configuration.replan);
    background.run('index words', indexer.run);
    background.run('check groups', configuration.checkGroups);
    background.run('tell ops', tellOps);
    background.run('watch problems', watchProblems);
  };
}

/** What follows an event after it was answered, in this order. */
function joinAfterEvent(
  ...parts: readonly { afterEvent(event: InboundEvent): void }[]
): (event: InboundEvent) => void {
  return (event) => {
    for (const part of parts) part.afterEvent(event);
  };
}

function findUnreadable(
  { unreadable }: Pick<Dependencies, 'unreadable'>,
  kind: DocumentKind,
): readonly string[] {
  return unreadable.all().flatMap((record) => (record.kind === kind ? [record.reference] : []));
}
