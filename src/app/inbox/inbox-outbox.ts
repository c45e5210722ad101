import type { Inbox } from '../../domain/inbox/inbox.js';
import { DeliveryLoop, type LoopOptions } from '../delivery/delivery-loop.js';
import { toRelayTurn } from '../delivery/send-relay.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import type { DocumentHooks } from './commit-inbox.js';
import { reportInboxFailure } from './report-failure.js';
import { findInboxTurn, sendInboxDelivery } from './send-inbox.js';
import { sendToComplaint } from './send-to-complaint.js';

interface InboxOutboxParts
  extends Pick<LoopOptions, 'queues' | 'claims' | 'redeliver' | 'background'> {
  readonly accounts: Pick<AccountDirectory, 'findAccounts'>;
}

/** Creates the loop that delivers the outboxes of inboxes. */
export function createInboxOutbox(
  deps: Dependencies,
  hooks: DocumentHooks,
  { accounts, ...options }: InboxOutboxParts,
): DeliveryLoop<Inbox> {
  return new DeliveryLoop<Inbox>(
    {
      kind: 'inbox',
      store: deps.inboxes,
      findTurn: async (inbox, item) =>
        item.kind === 'relay' ? toRelayTurn(item) : findInboxTurn(deps, inbox, item),
      send: (inbox, item) =>
        item.kind === 'relay'
          ? sendToComplaint(deps, hooks.complaint, inbox.id, item)
          : sendInboxDelivery(deps, accounts, inbox, item),
      reportFailure: (id, item) =>
        item.kind === 'relay'
          ? deps.inboxes.drop(id, item.id)
          : reportInboxFailure(deps, hooks.inbox, id, item),
      afterSent: async () => undefined,
    },
    { deps, ...options },
  );
}
