import { z } from 'zod';
import {
  PATIENT_RULES,
  type ReminderSettings,
} from '../../domain/inbox/reminders/reminder-settings.js';
import type { FieldsOf } from '../shapes.js';

/** Minutes after midnight. */
const minute = z.number().int().min(0).max(1439);

/** How a person wants their reminders. */
export const reminderSettings = z.looseObject({
  listAt: minute.nullable(),
  mostADay: z.number().int().nonnegative().nullable(),
  quiet: z.looseObject({ from: minute, to: minute }).nullable(),
  inList: z.array(z.enum(PATIENT_RULES)),
} satisfies FieldsOf<ReminderSettings>);
