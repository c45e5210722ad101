import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Dependencies } from '../dependencies.js';
import type { DocumentHooks } from '../inbox/commit-inbox.js';
import { createOneAtATime } from '../inbox/one-at-a-time.js';
import { sendToInbox } from '../inbox/send-to-inbox.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import type { CommitHooks } from '../scheduling/commit.js';
import { DeliveryLoop, type LoopOptions } from './delivery-loop.js';
import { reportFailure } from './report-failure.js';
import { reportSentCard } from './report-sent-card.js';
import { findDeliveryTurn, findRoutedPeople, findTurnAmong } from './routes.js';
import { sendDelivery } from './send.js';
import { toRelayTurn } from './send-relay.js';
import type { NewClaims } from './turns/new-claims.js';

/** Claims what a commit adds, and looks up beforehand who it is for. */
export function createClaimPreparation(
  deps: Dependencies,
  claims: NewClaims,
): NonNullable<CommitHooks['prepareClaims']> {
  return async (complaint, deliveries) => {
    const people = await deps.people.getMany(findRoutedPeople(complaint, deliveries));
    return (changed, added) =>
      claims.claim(changed, added, (item) =>
        item.kind === 'relay' ? toRelayTurn(item) : findTurnAmong(deps, changed, item, people),
      );
  };
}

interface ComplaintOutboxParts extends Pick<LoopOptions, 'queues' | 'claims' | 'redeliver'> {
  readonly background: BackgroundTasks;
  readonly accounts: AccountDirectory;
}

/** Creates the loop that delivers the outboxes of complaints. */
export function createComplaintOutbox(
  deps: Dependencies,
  hooks: DocumentHooks,
  { accounts, ...options }: ComplaintOutboxParts,
): DeliveryLoop<Complaint> {
  const oneAtATime = createOneAtATime();
  return new DeliveryLoop<Complaint>(
    {
      kind: 'complaint',
      store: deps.complaints,
      findTurn: async (complaint, item) =>
        item.kind === 'relay' ? toRelayTurn(item) : findDeliveryTurn(deps, complaint, item),
      send: (complaint, item) =>
        item.kind === 'relay'
          ? oneAtATime(item.relay.target.id, () => sendToInbox(deps, hooks.inbox, item))
          : sendDelivery(deps, accounts, complaint, item),
      reportFailure: (id, item) =>
        item.kind === 'relay'
          ? deps.complaints.drop(id, item.id)
          : reportFailure(deps, hooks.complaint, id, item),
      afterSent: async (complaint, item) =>
        item.kind === 'relay' ? undefined : reportSentCard(deps, hooks.complaint, complaint, item),
    },
    { deps, ...options },
  );
}
