import type { ViewArgs, ViewName, ViewRef } from '../../src/domain/complaint/view-ref.js';
import { WHO } from '../support/domain.js';

const by = WHO.assignee;
const to = WHO.member;
const REASON = { rule: 'untaken', about: null, rung: 0, round: 1, repeat: 0, dueAt: 0 } as const;

/** Arguments of every view, as the domain writes them. */
export const SAMPLE_ARGS: ViewArgs = {
  'team-card': {},
  'reporter-card': {},
  nudge: { reasons: [REASON, { ...REASON, rung: 1 }], to: null },
  'reporter-update': { by, text: 'Almost done.' },
  'team-update': { by, text: 'Almost done.' },
  assigned: { by, to },
  relieved: { by, from: WHO.lead, to },
  'reporter-resolved': { by },
  'reporter-reopened': { by },
  'reporter-waiting': {},
  'report-added': { by, to, receivedAt: 0, means: 'phone', words: 'They called again.' },
  dissatisfied: { by, satisfaction: 1, words: 'Still wet.' },
  reopened: { by, reason: 'It is damp again.' },
  unplaced: { reason: 'channel-archived' },
  placed: {},
  redirected: {},
  unreached: { person: to },
  'not-delivered': { reason: 'person-gone', what: 'team-update', to },
  withheld: {},
  alarm: { reason: 'channel-gone', slot: 'card:1' },
};

/** A view by its name. */
export function sampleView(name: ViewName): ViewRef {
  return { name, args: SAMPLE_ARGS[name] } as ViewRef;
}
