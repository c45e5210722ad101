import { expect } from 'chai';
import type { PersonCommand } from '../../src/domain/command.js';
import type { Complaint } from '../../src/domain/complaint.js';
import { decide } from '../../src/domain/decide.js';
import type { Decision } from '../../src/domain/decision.js';
import { viewerOf } from '../../src/domain/permissions.js';
import { accepted, acting, context, filed, having, MONDAY, WHO } from '../support/domain.js';

const { assignee, lead, member, outsider } = WHO;
const TAKEN = having(filed(), assignee, { kind: 'take' });

/** What comes of a command by somebody whose present record is `id`, with the ids of their past ones. */
function decidedBy(
  id: string,
  aliases: readonly string[],
  complaint: Complaint,
  command: PersonCommand,
): Decision {
  const base = context(MONDAY);
  const actor = viewerOf({ id, aliases }, base.organisation);
  return decide(complaint, command, { ...base, actor });
}

function toldBy(decision: Decision): readonly string[] {
  return accepted(decision).deliveries.map(({ view }) => view.name);
}

describe('a complaint that names a record merged into another since', () => {
  it('is taken already by whoever the record belongs to now', () => {
    const decision = decidedBy('new', [assignee], TAKEN, { kind: 'take' });
    expect(decision).to.deep.include({ kind: 'unchanged' });
    expect(JSON.stringify(decision)).to.include('already-yours');
    const other = decide(TAKEN, { kind: 'take' }, acting(member, MONDAY));
    expect(JSON.stringify(other)).to.include('already-taken');
  });

  it('stays theirs when they give it to themselves, and tells them nothing', () => {
    const toSelf = { kind: 'assign', to: lead } as const;
    const decision = decidedBy(lead, [assignee], TAKEN, toSelf);
    expect(JSON.stringify(decision)).to.include('already-theirs');
    const taken = having(filed(), member, { kind: 'take' });
    const views = toldBy(decidedBy('new', [lead], taken, toSelf));
    expect(views).to.include('relieved').and.not.include('assigned');
  });

  it('tells them nothing when they give it away', () => {
    const away = { kind: 'assign', to: member } as const;
    const views = toldBy(decidedBy('new', [assignee], TAKEN, away));
    expect(views).to.include('assigned').and.not.include('relieved');
  });

  it('does not exist for somebody who only bears another name', () => {
    const decision = decidedBy('new', [outsider], TAKEN, { kind: 'take' });
    expect(JSON.stringify(decision)).to.include('not-found');
  });
});
