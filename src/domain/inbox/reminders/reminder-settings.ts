import type { NudgeRule } from '../../complaint/facts.js';
import type { QuietHours } from '../reach.js';

/** The rules whose first reminder can wait for the morning list. People can choose that for each. */
export const PATIENT_RULES = [
  'promise-near',
  'quiet',
  'tell',
  'follow-up',
] as const satisfies readonly NudgeRule[];
export type PatientRule = (typeof PATIENT_RULES)[number];

/** Can the first reminder of this rule wait for the morning list? */
export function isPatient(rule: NudgeRule): rule is PatientRule {
  return PATIENT_RULES.some((one) => one === rule);
}

/** How a person wants their reminders. */
export interface ReminderSettings {
  /** When the morning list comes, minutes after midnight in their zone; null: when they begin to work. */
  readonly listAt: number | null;
  /** At most so many messages a day; null: as many as the configuration allows. */
  readonly mostADay: number | null;
  /** When nothing comes but what is critical, besides the hours in which they do not work; null: never. */
  readonly quiet: QuietHours | null;
  /** What comes with the morning list only, as long as it is no last warning. */
  readonly inList: readonly PatientRule[];
}

export const DEFAULT_SETTINGS: ReminderSettings = {
  listAt: null,
  mostADay: null,
  quiet: null,
  inList: [],
};

/** So many messages a day a person gets at most. `allowed`: by the configuration. */
export function toMostADay({ mostADay }: ReminderSettings, allowed: number): number {
  return Math.min(mostADay ?? allowed, allowed);
}
