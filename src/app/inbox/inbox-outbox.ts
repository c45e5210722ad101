import type { Inbox } from '../../domain/inbox/inbox.js';
import type { Turn } from '../../ports/channel.js';
import { DeliveryLoop, type LoopOptions } from '../delivery/delivery-loop.js';
import type { ItemOf } from '../delivery/outbox-kind.js';
import { toRelayTurn } from '../delivery/send-relay.js';
import type { NewClaims } from '../delivery/turns/new-claims.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import type { DocumentHooks, InboxHooks } from './commit-inbox.js';
import { reportInboxFailure } from './report-failure.js';
import { findInboxTurn, sendInboxDelivery } from './send-inbox.js';
import { sendToComplaint } from './send-to-complaint.js';

/** Claims what a commit on an inbox adds, and looks up beforehand where it waits for its turn. */
export function createInboxClaimPreparation(
  deps: Dependencies,
  claims: NewClaims,
): NonNullable<InboxHooks['prepareClaims']> {
  return async (inbox, deliveries) => {
    const turns = new Map<string, Turn | null>();
    for (const item of deliveries) turns.set(item.id, await findTurn(deps, inbox, item));
    return (changed, added) => claims.claim(changed, added, ({ id }) => turns.get(id) ?? null);
  };
}

async function findTurn(
  deps: Dependencies,
  inbox: Inbox,
  item: ItemOf<Inbox>,
): Promise<Turn | null> {
  return item.kind === 'relay' ? toRelayTurn(item) : findInboxTurn(deps, inbox, item);
}

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
      findTurn: (inbox, item) => findTurn(deps, inbox, item),
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
