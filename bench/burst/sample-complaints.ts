import { fileComplaint } from '../../src/domain/commands/filing.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import type { Calendar } from '../../src/domain/organisation/calendar.js';
import { DEFAULT_POLICY, type Organisation } from '../../src/domain/organisation/organisation.js';
import { toChannel } from '../programs.js';

const EMPTY_TEAM = { group: null, members: [], lead: null } as const;

/** The organisation of a bot with this many teams, as far as complaints are planned by it. */
export function createSampleOrganisation(
  teams: number,
  calendar: Calendar,
  generation: number,
): Organisation {
  const keys = Array.from({ length: teams }, (_, n) => `team-${n}`);
  return {
    generation,
    teams: new Map(
      keys.map((key, n) => {
        const place = { platform: 'slack', channel: toChannel(n) } as const;
        return [key, { ...EMPTY_TEAM, key, name: key, place, calendar }];
      }),
    ),
    categories: new Map(
      keys.map((key) => [key, { key, name: key, team: key, confidential: false }]),
    ),
    officers: [],
    ops: null,
    policy: DEFAULT_POLICY,
  };
}

/** The complaint with number n, which `reporter` filed for `team-<team>` at `at` (ms UTC): its cards are not posted yet. */
export function createSampleComplaint(
  n: number,
  team: number,
  at: number,
  organisation: Organisation,
  reporter = 'p_bench',
): Complaint {
  const filing = {
    category: `team-${team}`,
    receivedAt: at,
    details: {
      complainant: { name: `Mrs Smith ${n}`, account: String(4711 + n) },
      description: 'The bill has been wrong three times, and nobody calls back. '.repeat(5),
      desiredOutcome: 'A right bill and an apology.',
      impact: 'medium',
      means: 'phone',
      isPublic: false,
    },
  } as const;
  const context = { organisation, now: at, realNow: at, actor: toViewer(reporter, organisation) };
  const checked = fileComplaint(filing, context, `bench-${n}`);
  if (!checked.ok) throw new Error('the sample complaint has a fault');
  return checked.value(`C-${1001 + n}`);
}

/** The same, when both of its cards are posted, and all nudges are still to come. */
export function createPostedComplaint(
  n: number,
  team: number,
  at: number,
  organisation: Organisation,
): Complaint {
  const complaint = createSampleComplaint(n, team, at, organisation);
  const channel = toChannel(team);
  const ts = `1700000000.${String(n).padStart(6, '0')}`;
  const ref = { platform: 'slack', key: `slack:${channel}:${ts}`, channel, ts } as const;
  return { ...complaint, outbox: [], refs: { 'card:1': ref, 'reporter-card': ref } };
}
