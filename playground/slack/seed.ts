import type { Channel, Person, UserGroup, WorkspaceSeed } from './types.js';

/** Ids of the seeded people: fixed, so that a `redress.yml` can name them. */
export const PEOPLE = {
  ann: 'U0REPORTER1',
  ben: 'U0BILLING01',
  cleo: 'U0BILLING02',
  lena: 'U0BILLLEAD1',
  dev: 'U0REPAIRS01',
  rita: 'U0REPRLEAD1',
  omar: 'U0OFFICER01',
} as const;

/** The part a person has in complaints. */
export type Role = 'reporter' | 'member' | 'lead' | 'officer';

/** The parts of the seeded people, by id; `redress.yml` of the playground gives them the same. */
export const ROLES: Readonly<Record<string, Role>> = {
  [PEOPLE.ann]: 'reporter',
  [PEOPLE.ben]: 'member',
  [PEOPLE.cleo]: 'member',
  [PEOPLE.lena]: 'lead',
  [PEOPLE.dev]: 'member',
  [PEOPLE.rita]: 'lead',
  [PEOPLE.omar]: 'officer',
};

/** Ids of the seeded channels. */
export const CHANNELS = {
  general: 'C0GENERAL01',
  billing: 'C0BILLING01',
  repairs: 'C0REPAIRS01',
  ops: 'C0REDRSOPS1',
  frontDesk: 'C0FRONTDSK1',
  social: 'C0SOCIAL001',
} as const;

/** Ids of the seeded user groups. */
export const GROUPS = { billing: 'S0BILLING01', repairs: 'S0REPAIRS01' } as const;

/** The bot's identities: its app, its bot record, and the user it appears as. */
export const BOT = { appId: 'A0REDRESS01', botId: 'B0REDRESS01', userId: 'U0REDRESS01' } as const;

/** Id of the seeded workspace. */
export const TEAM_ID = 'T0PLAYGRND1';

const CREATED = 1_735_689_600; // 2025-01-01T00:00:00Z

function person(id: string, realName: string, title: string, tz = 'Europe/London'): Person {
  const name = realName.toLowerCase().replace(' ', '.');
  const email = `${name}@playground.example`;
  return { id, name, realName, email, tz, isBot: false, deleted: false, title };
}

function channel(id: string, name: string, topic: string, members: readonly string[]): Channel {
  const everyone = [...members, BOT.userId];
  return { id, name, kind: 'public', topic, members: everyone, archived: false, created: CREATED };
}

const bot: Person = {
  id: BOT.userId,
  name: 'redress',
  realName: 'Redress',
  tz: 'Etc/UTC',
  isBot: true,
  deleted: false,
};

const people: Person[] = [
  person(PEOPLE.ann, 'Ann Reporter', 'Front desk'),
  person(PEOPLE.ben, 'Ben Baker', 'Billing'),
  person(PEOPLE.cleo, 'Cleo Clarke', 'Billing', 'Europe/Berlin'),
  person(PEOPLE.lena, 'Lena Lead', 'Lead of billing'),
  person(PEOPLE.dev, 'Dev Desai', 'Repairs'),
  person(PEOPLE.rita, 'Rita Reyes', 'Lead of repairs'),
  person(PEOPLE.omar, 'Omar Officer', 'Complaints officer'),
  bot,
];

const all = Object.values(PEOPLE);
const billingTeam = [PEOPLE.ben, PEOPLE.cleo, PEOPLE.lena];
const repairsTeam = [PEOPLE.dev, PEOPLE.rita];

const groups: UserGroup[] = [
  { id: GROUPS.billing, handle: 'billing', name: 'Billing team', users: billingTeam },
  { id: GROUPS.repairs, handle: 'repairs', name: 'Repairs team', users: repairsTeam },
];

/**
 * The workspace a playground starts with: seven people, six channels, two user groups. One channel is
 * private, and the bot is in all but one.
 */
export const DEFAULT_SEED: WorkspaceSeed = {
  team: { id: TEAM_ID, name: 'Redress playground', domain: 'redress-playground' },
  app: {
    id: BOT.appId,
    botId: BOT.botId,
    botUserId: BOT.userId,
    verificationToken: 'playground-verification',
  },
  people,
  channels: [
    channel(CHANNELS.general, 'general', 'For everyone', all),
    channel(CHANNELS.billing, 'billing', 'The billing team', [...billingTeam, PEOPLE.omar]),
    channel(CHANNELS.repairs, 'repairs', 'The repairs team', [...repairsTeam, PEOPLE.omar]),
    channel(CHANNELS.ops, 'redress-ops', 'What needs an eye', [
      PEOPLE.omar,
      PEOPLE.lena,
      PEOPLE.rita,
    ]),
    {
      ...channel(CHANNELS.frontDesk, 'front-desk', 'Only for the front desk', [
        PEOPLE.ann,
        PEOPLE.omar,
      ]),
      kind: 'private',
    },
    {
      ...channel(CHANNELS.social, 'social', 'Lunch and outings', []),
      members: [PEOPLE.ann, PEOPLE.ben, PEOPLE.omar],
    },
  ],
  groups,
};
