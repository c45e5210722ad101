import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import type { CommitHooks } from '../scheduling/commit.js';
import { DeliveryLoop, type LoopOptions } from './delivery-loop.js';
import { reportFailure } from './report-failure.js';
import { reportSentCard } from './report-sent-card.js';
import { findDeliveryTurn, findRoutedPeople, findTurnAmong } from './routes.js';
import { sendDelivery } from './send.js';
import type { NewClaims } from './turns/new-claims.js';

/** Claims what a commit adds, and looks up beforehand who it is for. */
export function createClaimPreparation(
  deps: Dependencies,
  claims: NewClaims,
): NonNullable<CommitHooks['prepareClaims']> {
  return async (complaint, deliveries) => {
    const people = await deps.people.getMany(findRoutedPeople(complaint, deliveries));
    return (changed, added) =>
      claims.claim(changed, added, (item) => findTurnAmong(deps, changed, item, people));
  };
}

interface ComplaintOutboxParts extends Pick<LoopOptions, 'queues' | 'claims' | 'redeliver'> {
  readonly background: BackgroundTasks;
  readonly accounts: AccountDirectory;
}

/** Creates the loop that delivers the outboxes of complaints. */
export function createComplaintOutbox(
  deps: Dependencies,
  hooks: CommitHooks,
  { accounts, ...options }: ComplaintOutboxParts,
): DeliveryLoop<Complaint> {
  return new DeliveryLoop<Complaint>(
    {
      kind: 'complaint',
      store: deps.complaints,
      findTurn: (complaint, item) => findDeliveryTurn(deps, complaint, item),
      send: (complaint, item) => sendDelivery(deps, accounts, complaint, item),
      reportFailure: (id, item) => reportFailure(deps, hooks, id, item),
      afterSent: (complaint, item) => reportSentCard(deps, hooks, complaint, item),
    },
    { deps, ...options },
  );
}
