import type { Account, KnownAccount } from '../domain/organisation/person.js';
import type { Place } from '../domain/organisation/place.js';
import type { Form, FormFault, Notice } from '../views/elements.js';
import type { ChosenMessage } from './thread-reader.js';

/**
 * The value of a form field: text, a chosen option, a time (ms UTC; NaN: only a part of it was entered), a
 * checkbox, a person's account.
 */
export type FieldValue = string | number | boolean | Account | null;

/** What a person did in chat, without a platform's own terms. */
export type EventPayload =
  /** The slash command; `text` is what follows it: `late delivery` in `/complaint late delivery`. */
  | { readonly kind: 'command'; readonly text: string }
  /**
   * A message was chosen to be recorded; `text` is its link and its words, whatever they are. `source`: the
   * message itself; absent where the words are of the person who records.
   */
  | { readonly kind: 'quote'; readonly text: string; readonly source?: ChosenMessage }
  /** A button was pressed. `value`: its value. `form`: the form it is in; absent on a card. */
  | {
      readonly kind: 'action';
      readonly action: string;
      readonly value: string;
      readonly form?: string;
    }
  /**
   * “More details” was pressed in a form whose platform has to draw it anew for that: it is shown again with
   * all its fields. What was entered so far is in `values`, and stays. `submission`: the form's id.
   */
  | {
      readonly kind: 'unfold';
      readonly form: string;
      readonly context: string;
      readonly submission: string;
      readonly values: Readonly<Record<string, FieldValue>>;
    }
  /**
   * Something was entered that is looked up at once (`isLookedUp` of a field), on a platform that tells while
   * somebody types. As in `unfold`, what was entered so far is in `values`, and stays.
   */
  | {
      readonly kind: 'look-up';
      readonly form: string;
      readonly context: string;
      readonly submission: string;
      readonly values: Readonly<Record<string, FieldValue>>;
    }
  /** A form was submitted. `context`: the form's {@link Form.context}. */
  | {
      readonly kind: 'submission';
      readonly form: string;
      readonly context: string;
      readonly values: Readonly<Record<string, FieldValue>>;
    }
  /**
   * A person wrote in a thread, or to the bot. `thread`: the adapter's stable key of the thread's first
   * message. `at`: real time, ms UTC. `asks`: what they ask of the bot, as the text of a `command`; it is
   * answered outside a complaint's thread only. Absent: the message is not addressed to the bot.
   */
  | {
      readonly kind: 'message';
      readonly thread: string;
      readonly at: number;
      readonly asks?: string;
    }
  /** Redress was installed for this person; from now on they can get messages. */
  | { readonly kind: 'installed' }
  /** Redress was let into channels; from now on it can post there. `places`: those of `redress.yml`. */
  | { readonly kind: 'joined'; readonly places: readonly Place[] }
  /** Redress was removed for this person; they get no messages until they install it again. */
  | { readonly kind: 'uninstalled' }
  /** The platform says that the person's profile changed; name and zone are in the event. */
  | { readonly kind: 'profile' };

/** An event from a platform: what a person did, who did it, and the event's id. */
export interface InboundEvent {
  /** The platform's own event id; for a form, its submission id. */
  readonly eventId: string;
  readonly account: Account;
  /** The person's name as their platform shows it to others; null when the event does not give it. */
  readonly displayName: string | null;
  /** Their login name, for people whose name is not known yet. */
  readonly handle?: string;
  /** The person's IANA zone as the event gives it; null when it gives none. */
  readonly zone: string | null;
  /** The platform's id of the channel where they did it. Absent: not in a channel, or it does not say. */
  readonly channel?: string;
  /** What is needed to message this account first, as the event gives it; saved with the account. Null when it gives none. */
  readonly reference: KnownAccount['reference'];
  readonly payload: EventPayload;
}

/** What the person sees at once. It follows the commit. */
export type Reply =
  | { readonly kind: 'none' }
  /**
   * `isDone`: the form that it answers has done what it asks for, and is not sent again. `addedTo`: it added to this
   * complaint, by its reference, which others who see the answer may see.
   */
  | {
      readonly kind: 'notice';
      readonly notice: Notice;
      readonly isDone?: true;
      readonly addedTo?: string;
    }
  /**
   * A form to fill in. As the answer to a form it takes its place; it starts with what was entered. `later`: the
   * same form once more, with what takes longer to find than a person waits; undefined if there is nothing to add.
   * It never throws, and may be asked for once the form is open.
   */
  | {
      readonly kind: 'form';
      readonly form: Form;
      readonly later?: () => Promise<Form | undefined>;
    }
  /**
   * A complaint was recorded. Its reporter alone may see `notice`; others who see the answer, only `reference`.
   * `next`: the form that follows where the person is, in place of the notice. Absent: nothing is to be done.
   */
  | {
      readonly kind: 'recorded';
      readonly reference: string;
      readonly notice: Notice;
      readonly next?: Form;
    }
  /** The form stays open with its content and shows these faults. */
  | { readonly kind: 'faults'; readonly faults: readonly [FormFault, ...FormFault[]] };

/**
 * Handles inbound events. An error is logged and the person gets a reply in words. Only for `message`,
 * `joined`, `uninstalled` and `profile`, which have no reply, it is thrown, so that the platform sends the event
 * again.
 */
export interface Intake {
  /** Handles one event; the reply follows the commit. */
  handle(event: InboundEvent): Promise<Reply>;
}
