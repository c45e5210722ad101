import type { PersonId } from '../organisation/person.js';
import type { PatientRule } from './reminders/reminder-settings.js';

/** What a person can do to their own inbox. */
export type InboxCommand =
  | {
      readonly kind: 'away';
      /** From when until when, as they wrote it; empty: from now on, without an end. */
      readonly words: string;
      /** Who stands in for them; null: the lead of each complaint's team; absent: who does now. */
      readonly standIn?: PersonId | null;
    }
  | { readonly kind: 'back' }
  | {
      readonly kind: 'reminders';
      /** See `ReminderSettings`. */
      readonly listAt: number | null;
      readonly mostADay: number | null;
      /** The quiet hours as they wrote them; empty: none. */
      readonly quiet: string;
      readonly inList: readonly PatientRule[];
    };
