import { z } from 'zod';
import {
  type Answer,
  type AnswerArgs,
  TOLD_OF_REPORT,
  type WhoOpens,
} from '../domain/complaint/answer.js';
import type { AuthoredView, ViewArgs, ViewName, ViewRef } from '../domain/complaint/view-ref.js';
import { reminderSettings } from './records/reminder-shapes.js';
import {
  type ArgsSchemas,
  type FieldsOf,
  failureReason,
  isMember,
  means,
  nudgeIdentity,
  nudgeStandIn,
  person,
  platform,
  slot,
  time,
} from './shapes.js';

const nothing = z.looseObject({});
const written = z.looseObject({ by: person, text: z.string() });

/** The stored name of a view. */
export const viewName = z.custom<ViewName>((name) => typeof name === 'string' && name in VIEWS);

const authoredView = z.custom<AuthoredView>((name) => {
  const schema = viewName.safeParse(name).success ? VIEWS[name as ViewName] : undefined;
  return schema instanceof z.ZodObject && 'by' in schema.shape;
});

/** What a nudge asks for. */
export const nudgeReason = nudgeIdentity.extend({ dueAt: time });

/** The arguments of a nudge's view. */
export const nudgeArgs = z.looseObject({
  reasons: z.array(nudgeReason),
  to: person.nullable(),
  standIn: nudgeStandIn.exactOptional(),
  unreachable: z.string().exactOptional(),
});

const VIEWS: ArgsSchemas<ViewArgs> = {
  'team-card': nothing,
  'reporter-card': z.looseObject({ to: person.exactOptional() }),
  nudge: nudgeArgs,
  'reporter-update': written,
  'team-update': written,
  assigned: z.looseObject({ by: person, to: person }),
  relieved: z.looseObject({ by: person, from: person, to: person }),
  'reporter-resolved': z.looseObject({ by: person }),
  'reporter-reopened': z.looseObject({ by: person }),
  'reporter-waiting': nothing,
  'report-added': z.looseObject({
    by: person,
    to: person.nullable(),
    receivedAt: time,
    means,
    words: z.string(),
  }),
  dissatisfied: z.looseObject({ by: person, satisfaction: z.number(), words: z.string() }),
  reopened: z.looseObject({ by: person, reason: z.string() }),
  unplaced: z.looseObject({ reason: failureReason }),
  placed: nothing,
  redirected: z.looseObject({
    isMoved: z.literal(true).exactOptional(),
    on: platform.exactOptional(),
  }),
  unreached: z.looseObject({ person }),
  'not-delivered': z.looseObject({
    reason: failureReason,
    what: authoredView,
    to: person.nullable(),
  }),
  withheld: nothing,
  alarm: z.looseObject({ reason: failureReason, slot }),
};

const whoOpens = z.looseObject({
  lead: z.boolean(),
  isAlone: z.boolean(),
} satisfies FieldsOf<WhoOpens>);

const ANSWERS: ArgsSchemas<AnswerArgs> = {
  'already-yours': nothing,
  'already-theirs': nothing,
  'already-acknowledged': z.looseObject({ at: time }),
  'already-told': nothing,
  'promise-settled': nothing,
  promised: z.looseObject({ promise: z.string(), dueAt: time }),
  'promise-corrected': z.looseObject({ promise: z.string(), dueAt: time, was: time }),
  'nothing-to-correct': nothing,
  'nothing-to-complete': nothing,
  recategorised: z.looseObject({
    category: z.string(),
    team: z.string(),
    opens: whoOpens.exactOptional(),
  }),
  'same-category': nothing,
  'reporter-told': nothing,
  'report-added': z.looseObject({
    joins: z.boolean(),
    told: z.enum(TOLD_OF_REPORT).exactOptional(),
  }),
  'no-colleagues': nothing,
  'nothing-to-snooze': nothing,
  snoozed: z.looseObject({ until: time }),
  away: z.looseObject({ from: time, until: time.nullable(), standIn: person.nullable() }),
  back: nothing,
  'not-away': nothing,
  reminders: reminderSettings.extend({ most: z.number(), next: time.nullable() }),
};

/** A stored view. Copies nothing, so that unknown arguments are kept. */
export const viewRef = z.custom<ViewRef>((value) => isMember(VIEWS, 'name', value));

/** A stored answer. Copies nothing, so that unknown arguments are kept. */
export const answer = z.custom<Answer>((value) => isMember(BY_NAME, 'name', value));

const said = z.custom<Extract<Answer, { name: 'said' }>['args']>((value) => {
  const { code } = value as { readonly code?: unknown };
  return isMember(ANSWERS, 'code', { code, args: value });
});

const BY_NAME = { none: nothing, said } satisfies Record<Answer['name'], z.ZodType>;
