import type { Account, KnownAccount } from '../domain/organisation/person.js';
import type { Form, FormFault, Notice } from '../views/elements.js';

/** A value of a form field: text, a chosen option, a moment (ms UTC), a tick, a person's account. */
export type FieldValue = string | number | boolean | Account | null;

/** What a person did in chat, in words no platform owns. The adapter translated it and knows no more. */
export type EventPayload =
  /** The command with its words: `/complaint late delivery`. */
  | { readonly kind: 'command'; readonly text: string }
  /** A button. `value` is what it carried; `form` is the form it stood in, absent on a card. */
  | {
      readonly kind: 'action';
      readonly action: string;
      readonly value: string;
      readonly form?: string;
    }
  /** A form sent in. `context` is what the form carried. */
  | {
      readonly kind: 'submission';
      readonly form: string;
      readonly context: string;
      readonly values: Readonly<Record<string, FieldValue>>;
    }
  /**
   * Somebody wrote in a thread; `thread` is the adapter's stable text for the message it hangs under.
   * `isAddressedToBot`: they addressed Redress, so they get help where no complaint's team is talking.
   */
  | {
      readonly kind: 'message';
      readonly thread: string;
      readonly at: number;
      readonly isAddressedToBot?: boolean;
    }
  /** Redress was installed for this person, who can be written to from now on. */
  | { readonly kind: 'installed' }
  /** Redress was removed for this person, who cannot be written to until they install it again. */
  | { readonly kind: 'uninstalled' };

/** A gesture with who made it and the platform's own event id (for a form: its submission id). */
export interface InboundEvent {
  readonly eventId: string;
  readonly account: Account;
  /** What the event itself says of the person; spares a look-up. */
  readonly displayName: string | null;
  /** IANA zone the event says the person is in; null where it says none. */
  readonly zone: string | null;
  /** What the event says is needed to write to this account unasked; kept with the account. Null where it says nothing. */
  readonly reference: KnownAccount['reference'];
  /** Whether it is sure only of accounts with a reference that they can be written to unasked. Absent: it is of all. */
  readonly needsReference?: boolean;
  readonly payload: EventPayload;
}

/** What the person gets to see at once. Only given after the commit. */
export type Reply =
  | { readonly kind: 'none' }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'form'; readonly form: Form }
  /** The form stays open with its content and shows these. */
  | { readonly kind: 'faults'; readonly faults: readonly [FormFault, ...FormFault[]] };

/**
 * The core's way in. A fault is logged and told to the person in words; only for `heard` and `left`,
 * where there is nobody to tell, is it thrown, so that the platform sends the event again.
 */
export interface Intake {
  handle(event: InboundEvent): Promise<Reply>;
}
