import type { Inbox } from '../../domain/inbox/inbox.js';
import { DeliveryLoop, type LoopOptions } from '../delivery/delivery-loop.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import type { InboxHooks } from './commit-inbox.js';
import { reportInboxFailure } from './report-failure.js';
import { findInboxTurn, sendInboxDelivery } from './send-inbox.js';

interface InboxOutboxParts
  extends Pick<LoopOptions, 'queues' | 'claims' | 'redeliver' | 'background'> {
  readonly accounts: Pick<AccountDirectory, 'findAccounts'>;
}

/** Creates the loop that delivers the outboxes of inboxes. */
export function createInboxOutbox(
  deps: Dependencies,
  hooks: InboxHooks,
  { accounts, ...options }: InboxOutboxParts,
): DeliveryLoop<Inbox> {
  return new DeliveryLoop<Inbox>(
    {
      kind: 'inbox',
      store: deps.inboxes,
      findTurn: (_inbox, item) => findInboxTurn(deps, item),
      send: (inbox, item) => sendInboxDelivery(deps, accounts, inbox, item),
      reportFailure: (id, item) => reportInboxFailure(deps, hooks, id, item),
      afterSent: async () => undefined,
    },
    { deps, ...options },
  );
}
