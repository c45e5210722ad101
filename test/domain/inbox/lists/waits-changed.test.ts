import { expect } from 'chai';
import { toViewer } from '../../../../src/domain/complaint/permissions.js';
import { NOBODY_AWAY } from '../../../../src/domain/inbox/absence.js';
import { decideInbox } from '../../../../src/domain/inbox/decide-inbox.js';
import type { Inbox } from '../../../../src/domain/inbox/inbox.js';
import type { PatientRule } from '../../../../src/domain/inbox/reminders/reminder-settings.js';
import { at, createOrganisation, MINUTE, WHO } from '../../../support/domain.js';
import {
  accept,
  inboxWith,
  listTimes,
  toSendContext,
  withLines,
} from '../../../support/inbox/inbox-decisions.js';

const TEN = at('2026-11-23T10:00');

function save(inbox: Inbox, inList: readonly PatientRule[]): Inbox {
  const { hours, mostADay } = toSendContext(TEN);
  const actor = toViewer(WHO.assignee, createOrganisation());
  const now = TEN + MINUTE;
  const context = { actor, now, realNow: now, absences: NOBODY_AWAY, mostADay, ...hours };
  const usual = { kind: 'reminders', listAt: null, mostADay: null, quiet: '' } as const;
  return accept(inbox, decideInbox(inbox, { ...usual, inList }, context));
}

describe('what waits when its person says how it comes', () => {
  it('waits for the list from then on, if they want it with the list', () => {
    const inbox = save(withLines(inboxWith(), ['a'], TEN), ['quiet']);
    expect(listTimes(inbox)).to.deep.equal(['a 2026-11-24T09:00']);
  });

  it('comes soon, if they no longer want it with the list', () => {
    const inbox = save(withLines(inboxWith({ inList: ['quiet'] }), ['a'], TEN), []);
    expect(listTimes(inbox)).to.deep.equal(['a 2026-11-23T10:15']);
  });
});
