import { isOver } from '../../domain/inbox/absence.js';
import { writeAbsence } from '../../domain/inbox/absence-words.js';
import { DEFAULT_SETTINGS } from '../../domain/inbox/reminders/reminder-settings.js';
import { findMostADay } from '../../domain/organisation/organisation.js';
import type { Account } from '../../domain/organisation/person.js';
import { findPersonHours } from '../../domain/organisation/person-teams.js';
import type { FieldValue, Reply } from '../../ports/intake.js';
import { type FormDraft, type InboxFormId, readFormValues } from '../../views/forms/form-fields.js';
import { awayForm, readReminders, remindersForm } from '../../views/forms/inbox-forms.js';
import { handleInboxCommand, type InboxEvent } from './inbox-events.js';
import { findOrCreatePerson } from './resolve-person.js';

type Values = Readonly<Record<string, FieldValue>>;

/** How each form of a command on an inbox is opened, and its submission handled. */
const FORMS: Readonly<
  Record<
    InboxFormId,
    {
      readonly open: (inboxEvent: InboxEvent) => Promise<FormDraft>;
      readonly handle: (inboxEvent: InboxEvent, values: Values) => Promise<Reply>;
    }
  >
> = {
  away: { open: draftAwayForm, handle: handleAwayForm },
  reminders: { open: draftRemindersForm, handle: handleRemindersForm },
};

/** Opens the form of a command on an inbox, filled in with what holds now. Throws `STORE_UNAVAILABLE`. */
export async function openInboxForm(form: InboxFormId, inboxEvent: InboxEvent): Promise<Reply> {
  const draft = await FORMS[form].open(inboxEvent);
  const { newId } = inboxEvent.deps;
  return { kind: 'form', form: { ...draft, submissionId: newId(), context: '' } };
}

/** Handles the submitted form of {@link openInboxForm}. Throws `STORE_UNAVAILABLE`. */
export function handleInboxForm(
  form: InboxFormId,
  inboxEvent: InboxEvent,
  values: Values,
): Promise<Reply> {
  return FORMS[form].handle(inboxEvent, values);
}

/** The form to say that one is away, with the absence that runs or is to come. */
async function draftAwayForm({ deps, event, person }: InboxEvent): Promise<FormDraft> {
  const now = deps.clock.now();
  const { zone } = findPersonHours(person, deps.organisation);
  const stored = (await deps.inboxes.load(person.id))?.absence ?? null;
  const absence = stored === null || isOver(stored, now) ? null : stored;
  const standIn = absence?.standIn ?? null;
  const known = standIn === null ? undefined : await deps.people.get(standIn);
  const { platform, workspace } = event.account;
  const account = known?.accounts.find(
    (one) => one.platform === platform && one.workspace === workspace,
  );
  return awayForm({
    words: absence === null ? '' : writeAbsence(absence, zone, now),
    standIn: account === undefined ? null : toAccount(account),
  });
}

function toAccount({ platform, workspace, userId }: Account): Account {
  return { platform, workspace, userId };
}

async function handleAwayForm(inboxEvent: InboxEvent, values: Values): Promise<Reply> {
  const { words, standIn } = readFormValues('away', values);
  const colleague =
    standIn === null ? null : await findOrCreatePerson(inboxEvent.deps, standIn, null);
  return handleInboxCommand(inboxEvent, { kind: 'away', words, standIn: colleague?.id ?? null });
}

/** The form to say how one wants one's reminders, as they come now. */
async function draftRemindersForm({ deps, person }: InboxEvent): Promise<FormDraft> {
  const stored = await deps.inboxes.load(person.id);
  return remindersForm(stored?.settings ?? DEFAULT_SETTINGS, findMostADay(deps.organisation));
}

function handleRemindersForm(inboxEvent: InboxEvent, values: Values): Promise<Reply> {
  const entered = readReminders(readFormValues('reminders', values));
  return handleInboxCommand(inboxEvent, { kind: 'reminders', ...entered });
}
