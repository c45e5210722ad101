import { expect } from 'chai';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import { historyBlocks } from '../../src/views/history/history.js';
import {
  act,
  at,
  COMMANDS,
  createDetails,
  createOrganisation,
  filed,
  HOUR,
  inState,
  MONDAY,
  runSystem,
  TELLING,
  WHO,
} from '../support/domain.js';
import { toPlainText } from './plain-text.js';
import { readDetails } from './read-details.js';
import { viewContext } from './view-context.js';

describe('the history', () => {
  const read = (person: string, complaint: Complaint): readonly string[] => {
    const viewer = toViewer(person, createOrganisation());
    const blocks = historyBlocks(viewContext(complaint), viewer);
    return toPlainText({ text: '', blocks }).split('\n');
  };

  it('says what was said of each promise when it was resolved', () => {
    const promises = [{ promise: 'p1', answer: 'open' }] as const;
    const shown = readDetails(
      WHO.lead,
      act(inState('assigned'), WHO.assignee, { ...COMMANDS.resolve, promises }),
    );
    expect(shown).to.include('Promise “a plasterer”: still open');
    expect(shown).to.include('The complainant was not told yet');
  });

  it('says to whom each reminder went and why', () => {
    const nudged = runSystem(filed(), { kind: 'nudge' }, MONDAY + HOUR);
    expect(readDetails(WHO.lead, nudged)).to.include(
      'Redress reminded the team (nobody has taken it)',
    );
    const passed = runSystem(inState('assigned'), { kind: 'nudge' }, MONDAY + 216 * HOUR);
    expect(readDetails(WHO.lead, passed)).to.match(
      /Redress reminded @Name of repairs-ann \([^)]*a promise was not kept in time[^)]*\)/,
    );
    const sent = [{ rule: 'untaken', about: null, rung: 0 }] as const;
    const older = { at: MONDAY, by: 'redress', what: 'nudge', args: { sent } } as const;
    const complaint: Complaint = { ...filed(), history: [older] };
    expect(readDetails(WHO.lead, complaint)).to.include('Redress sent a reminder');
  });

  it('says when something happened if it was recorded later', () => {
    const letter = filed({ receivedAt: MONDAY - 72 * HOUR });
    const told = act(letter, WHO.lead, { ...COMMANDS.acknowledge, at: MONDAY - 60 * HOUR });
    const shown = readDetails(WHO.lead, told);
    expect(shown).to.include(`recorded it, received <${MONDAY - 72 * HOUR}>`);
    expect(shown).to.include(`acknowledged it to the complainant <${MONDAY - 60 * HOUR}>`);
    const corrected = act(told, WHO.lead, COMMANDS['correct-received']);
    expect(readDetails(WHO.lead, corrected)).to.include(
      `corrected when it was received: <${COMMANDS['correct-received'].receivedAt}> instead of <${MONDAY - 72 * HOUR}>`,
    );
  });

  it('says when the complainant was told of the resolution, also after it is reopened', () => {
    const received = filed({ receivedAt: MONDAY - 72 * HOUR });
    const taken = act(received, WHO.assignee, COMMANDS.take);
    const told = { ...TELLING, at: MONDAY - 60 * HOUR };
    const resolved = act(taken, WHO.assignee, { ...COMMANDS.resolve, told });
    const reopened = act(resolved, WHO.assignee, COMMANDS.reopen);
    expect(readDetails(WHO.lead, reopened)).to.include(
      `resolved it and recorded that the complainant was told <${told.at}>`,
    );
    const now = act(taken, WHO.assignee, { ...COMMANDS.resolve, told: TELLING });
    expect(readDetails(WHO.lead, now)).to.match(/resolved it: .*The complainant was told/);
  });

  it('does not say that its author did what somebody else may have done', () => {
    const told = act(inState('resolved'), WHO.lead, { kind: 'tell', ...TELLING });
    expect(readDetails(WHO.lead, told)).to.include('recorded that the complainant was told');
    const kept = act(inState('assigned'), WHO.lead, COMMANDS.keep);
    expect(readDetails(WHO.lead, kept)).to.include('recorded that a promise was kept');
    const withdrawn = act(filed(), WHO.lead, COMMANDS.withdraw);
    expect(readDetails(WHO.lead, withdrawn)).to.include(
      'recorded that the complainant withdrew it',
    );
  });

  it('shows the old and new value of each corrected field', () => {
    const complainant = { name: 'Joe Tenant', account: '' };
    const next = createDetails({ complainant, impact: 'low', isPublic: true });
    const shown = readDetails(WHO.lead, act(filed(), WHO.lead, { kind: 'correct', details: next }));
    expect(shown).to.include('Complainant: was “Jo Tenant”, is “Joe Tenant”');
    expect(shown).to.include('Account: was “T-17”, is “nothing”');
    expect(shown).to.match(/Impact: was “Critical[^”]*”, is “Low/);
    expect(shown).to.include('was “No”, is “Yes, in public”');
    expect(shown).not.to.include('What happened: was');
  });

  it('says of a date that was kept that nobody works then, to the reporter too', () => {
    const kept = { dueAt: at('2026-12-12T14:00'), unworked: true };
    const promised = act(inState('assigned'), WHO.assignee, { ...COMMANDS.promise, ...kept });
    const moved = act(promised, WHO.assignee, { ...COMMANDS.renegotiate, ...kept });
    for (const person of [WHO.lead, WHO.reporter]) {
      const lines = read(person, moved).filter((line) => line.includes('Outside working hours'));
      const said = lines.map((line) => /promised|agreed a new date/.exec(line)?.[0]);
      expect(said, person).to.deep.equal(['agreed a new date', 'promised']);
    }
    const usual = read(WHO.lead, inState('assigned')).join();
    expect(usual).to.include('promised').and.not.include('Outside working hours');
  });
});
