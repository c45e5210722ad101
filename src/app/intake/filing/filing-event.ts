import type { PersonContext } from '../../../domain/complaint/decision.js';
import type { Refusal } from '../../../domain/document/refusal.js';
import type { Person } from '../../../domain/organisation/person.js';
import type { InboundEvent, Reply } from '../../../ports/intake.js';
import type { ButtonRef, OpeningAction } from '../../../views/buttons.js';
import type { Dependencies } from '../../dependencies.js';
import type { DocumentHooks } from '../../inbox/commit-inbox.js';
import type { OpenSources } from './filing-source.js';

/** Somebody who records a complaint. */
export interface FilingEvent {
  readonly deps: Dependencies;
  readonly hooks: DocumentHooks['complaint'];
  readonly event: InboundEvent;
  readonly person: Person;
  /** What it is decided in; `actor`: the person. */
  readonly context: PersonContext;
  readonly onRefusal: OnRefusal;
  /** What is known of the messages that forms were opened from. */
  readonly sources: OpenSources;
  /** Opens a form about a recorded complaint, if this person may. */
  readonly openForm: (action: OpeningAction, target: ButtonRef) => Promise<Reply>;
}

/** Says why something was refused. */
export type OnRefusal = (refusals: readonly [Refusal, ...Refusal[]]) => Reply;
