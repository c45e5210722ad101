import fc from 'fast-check';
import { renderForm, renderNoticeModal } from '../../../../adapters/slack/render/modal.js';
import { renderCard, renderNotice } from '../../../../adapters/slack/render/render.js';
import { PEOPLE } from '../../../../playground/slack/seed.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import { toViewer } from '../../../../src/domain/complaint/permissions.js';
import type { ViewRef } from '../../../../src/domain/complaint/view-ref.js';
import { refusal } from '../../../../src/domain/document/refusal.js';
import type { Person } from '../../../../src/domain/organisation/person.js';
import type { ViewContext } from '../../../../src/views/context.js';
import { detailsForm } from '../../../../src/views/details.js';
import type { Card, Notice } from '../../../../src/views/elements.js';
import type { FormDraft } from '../../../../src/views/forms/form-fields.js';
import * as forms from '../../../../src/views/forms/forms.js';
import * as handling from '../../../../src/views/forms/handling-forms.js';
import { correctForm, fileForm } from '../../../../src/views/forms/intake-forms.js';
import {
  helpNotice,
  listNotice,
  recordedNotice,
  refusalNotice,
} from '../../../../src/views/notices.js';
import { renderView } from '../../../../src/views/render.js';
import { findAddedDeliveries, playRun, runPlans } from '../../../domain/complaint-run.js';
import {
  createDetails as asReported,
  createOrganisation,
  inState,
  MONDAY,
  WHO,
} from '../../../support/domain.js';
import { viewContext } from '../../../views/view-context.js';

/** The blocks of a message or a modal that the bot sends to Slack. */
export interface Payload {
  readonly name: string;
  readonly surface: 'message' | 'modal';
  // biome-ignore lint/suspicious/noExplicitAny: blocks are read freely in tests
  readonly blocks: any[];
}

const HERE = { workspace: 'T0PLAYGRND1' };

/** Text with markup of Slack, HTML and Markdown, which must be escaped. */
export const HOSTILE =
  'Ann & <b>Bob</b> *said* _so_ ~twice~ `x` <!channel> <@U1> :tada: &lt;x "q"\n> y';

function harmed(complaint: Complaint): Complaint {
  const complainant = { name: HOSTILE, account: HOSTILE };
  const texts = { complainant, description: HOSTILE, desiredOutcome: HOSTILE };
  const promises = complaint.promises.map((made) => ({ ...made, what: HOSTILE, basis: HOSTILE }));
  return { ...complaint, details: { ...complaint.details, ...texts }, promises };
}

/** The same context with accounts in the workspace for everybody, so that they are mentioned. */
function mentioning(context: ViewContext): ViewContext {
  const account = { platform: 'slack', workspace: HERE.workspace, reference: null } as const;
  const people = [...context.people].map(([id, person], index): [string, Person] => [
    id,
    { ...person, accounts: [{ ...account, userId: Object.values(PEOPLE)[index] ?? 'U1' }] },
  ]);
  return { ...context, people: new Map(people) };
}

function message(name: string, { blocks }: { blocks: unknown[] }): Payload {
  return { name, surface: 'message', blocks };
}

/** What makes a view another card: its reason, and whether a person or the team reads it. */
function toKey({ name, args }: ViewRef): string {
  const reason = 'reason' in args ? args.reason : '';
  return `${name} ${reason} ${'to' in args && args.to === null ? 'team' : ''}`;
}

/** Every view of a delivery, from complaints that fast-check generates from one seed. */
function cards(): Payload[] {
  const seen = new Map<string, Card>();
  for (const moves of fc.sample(runPlans, { numRuns: 60, seed: 20261123 })) {
    const life = playRun(moves);
    for (const step of life.steps) {
      for (const { view } of findAddedDeliveries(step)) {
        const key = `${toKey(view)} ${step.after.state}`;
        if (seen.has(key)) continue;
        seen.set(key, renderView(view, mentioning(viewContext(harmed(step.after), step.now))));
      }
    }
  }
  return [...seen].map(([name, card]) => message(`card ${name}`, renderCard(card, HERE)));
}

function drafts(): FormDraft[] {
  const assigned = inState('assigned');
  const made = assigned.promises[0];
  if (!made) throw new Error('an assigned complaint has a promise');
  return [
    fileForm(createOrganisation(), { description: HOSTILE, now: MONDAY }),
    handling.acknowledgeForm(MONDAY),
    handling.tellForm(MONDAY),
    forms.assignForm([{ value: 'p', label: 'Somebody & <Else>' }]),
    forms.promiseForm(),
    forms.renegotiateForm(made),
    forms.updateForm(['reporter', 'team']),
    forms.waiveForm(made),
    handling.resolveForm({ desiredOutcome: HOSTILE, openPromises: [made] }, MONDAY),
    handling.followUpForm(true),
    forms.reopenForm(),
    forms.withdrawForm(),
    forms.correctReceivedForm(MONDAY),
    forms.snoozeForm(),
    forms.nameColleagueForm(['Ben & <Baker>']),
    correctForm({ ...asReported(), description: HOSTILE }),
    ...(['open', 'assigned', 'resolved', 'closed', 'withdrawn'] as const).map((state) => {
      const complaint = harmed(inState(state));
      return detailsForm(viewContext(complaint), toViewer(WHO.lead, createOrganisation()));
    }),
  ];
}

function modals(): Payload[] {
  return drafts().map((draft) => {
    const form = { ...draft, submissionId: 's_1', context: 'C-1001' };
    return { name: `form ${draft.id}`, surface: 'modal', blocks: renderForm(form, HERE).blocks };
  });
}

function notices(): Payload[] {
  const all: Notice[] = [
    helpNotice(),
    listNotice([], createOrganisation(), new Map(), 10),
    listNotice([inState('open'), inState('assigned')], createOrganisation(), new Map(), 1),
    recordedNotice(inState('open'), createOrganisation()),
    refusalNotice(refusal('not-permitted')),
  ];
  return all.flatMap((notice, index) => [
    message(`notice ${index}`, renderNotice(notice, HERE)),
    {
      name: `notice modal ${index}`,
      surface: 'modal',
      blocks: renderNoticeModal(notice, HERE).blocks,
    },
  ]);
}

/** Each kind of message and modal that the bot sends. */
export function payloads(): Payload[] {
  return [...cards(), ...modals(), ...notices()];
}
