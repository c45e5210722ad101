import type { DocumentDecision } from '../../domain/document/decision.js';
import { createInbox, type Inbox } from '../../domain/inbox/inbox.js';
import type { PersonId } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';
import type { CommitHooks } from '../scheduling/commit.js';
import {
  type CommitOutcome,
  type CommitParts,
  commitDocument,
  type SourceEvent,
} from '../scheduling/commit-document.js';

/** What goes with each commit on an inbox, see `CommitParts`. */
export type InboxHooks = Pick<CommitParts<Inbox>, 'prepareClaims' | 'afterCommit'>;

/** What follows the commits of each kind of document. */
export interface DocumentHooks {
  readonly complaint: CommitHooks;
  readonly inbox: InboxHooks;
}

type InboxDependencies = Pick<Dependencies, 'inboxes' | 'meter' | 'waiting'>;

/** Decides and commits a change of a person's inbox, see `commitDocument`. Makes the inbox if there is none. */
export async function commitInbox(
  deps: InboxDependencies,
  hooks: InboxHooks,
  person: PersonId,
  event: SourceEvent | null,
  decide: (inbox: Inbox) => DocumentDecision<Inbox>,
): Promise<CommitOutcome<Inbox>> {
  const { inboxes, meter, waiting } = deps;
  await ensureInbox(deps, person);
  return commitDocument({ store: inboxes, meter, waiting, ...hooks }, person, event, decide);
}

/** Makes the inbox of a person who has none. Whoever else makes it at the same time makes the same one. */
export async function ensureInbox(
  { inboxes }: Pick<Dependencies, 'inboxes'>,
  person: PersonId,
): Promise<void> {
  if ((await inboxes.load(person)) === undefined) await inboxes.insert(createInbox(person));
}
