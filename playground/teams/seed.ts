import { createHash } from 'node:crypto';
import type { Channel, Person, Tag, Team, TenantSeed } from './types.js';

/** Microsoft Entra object ids of the seeded people: fixed, so that a `redress.yml` can name them. */
export const PEOPLE = {
  ann: '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a01',
  ben: '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a02',
  cleo: '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a03',
  lena: '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a04',
  dev: '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a05',
  rita: '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a06',
  omar: '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a07',
} as const;

/** Thread ids of the seeded channels. */
export const CHANNELS = {
  general: '19:6d1f0c83a94e4b7f8e2d5a7b90c1e401@thread.tacv2',
  billing: '19:6d1f0c83a94e4b7f8e2d5a7b90c1e402@thread.tacv2',
  repairs: '19:6d1f0c83a94e4b7f8e2d5a7b90c1e403@thread.tacv2',
  ops: '19:6d1f0c83a94e4b7f8e2d5a7b90c1e404@thread.tacv2',
} as const;

/** The seeded team: its thread id (that of its General channel) and its group id. */
export const TEAM = {
  id: CHANNELS.general,
  groupId: 'c41d9e6b-8f27-4a35-b0d9-7e1a52c36f80',
} as const;

/** Id of the seeded tenant. */
export const TENANT_ID = '3c6e5f0a-2d4b-4a8e-b1f7-90c2d3e4a5b6';

/** A tag's id as Microsoft Graph makes it: tenant, group and tag in base64. */
function tagId(tag: string): string {
  return Buffer.from(`${TENANT_ID}##${TEAM.groupId}##${tag}`).toString('base64');
}

/** Ids of the seeded tags. */
export const TAGS = {
  billing: tagId('0e7f4c21-5a68-4d93-8b1c-2f9d6a3e7b01'),
  repairs: tagId('0e7f4c21-5a68-4d93-8b1c-2f9d6a3e7b02'),
} as const;

/** The bot's name in the tenant. */
export const BOT_NAME = 'Redress';

/** Teams' id of a person: opaque, and the same for each object id. */
function teamsIdOf(objectId: string): string {
  return `29:1${createHash('sha256').update(`teams:${objectId}`).digest('base64url')}`;
}

function person(id: string, name: string, title: string, tz = 'Europe/London'): Person {
  return {
    id,
    teamsId: teamsIdOf(id),
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@playground.example`,
    tz,
    locale: 'en-GB',
    title,
    deleted: false,
    installed: true,
    blocked: false,
  };
}

function channel(id: string, name: string): Channel {
  return { id, name, archived: false, deleted: false };
}

const people: Person[] = [
  person(PEOPLE.ann, 'Ann Reporter', 'Front desk'),
  person(PEOPLE.ben, 'Ben Baker', 'Billing'),
  person(PEOPLE.cleo, 'Cleo Clarke', 'Billing', 'Europe/Berlin'),
  person(PEOPLE.lena, 'Lena Lead', 'Lead of billing'),
  person(PEOPLE.dev, 'Dev Desai', 'Repairs'),
  person(PEOPLE.rita, 'Rita Reyes', 'Lead of repairs'),
  person(PEOPLE.omar, 'Omar Officer', 'Complaints officer'),
];

const team: Team = {
  id: TEAM.id,
  groupId: TEAM.groupId,
  name: 'Redress playground',
  members: Object.values(PEOPLE),
  channels: [
    channel(CHANNELS.general, 'General'),
    channel(CHANNELS.billing, 'Billing'),
    channel(CHANNELS.repairs, 'Repairs'),
    channel(CHANNELS.ops, 'Redress ops'),
  ],
  installed: true,
  readsAll: true,
};

const tags: Tag[] = [
  {
    id: TAGS.billing,
    name: 'Billing team',
    team: TEAM.id,
    members: [PEOPLE.ben, PEOPLE.cleo, PEOPLE.lena],
  },
  { id: TAGS.repairs, name: 'Repairs team', team: TEAM.id, members: [PEOPLE.dev, PEOPLE.rita] },
];

/** The tenant a playground starts with: seven people, one team with four channels, two tags. */
export const DEFAULT_SEED: TenantSeed = {
  tenantId: TENANT_ID,
  botName: BOT_NAME,
  people,
  teams: [team],
  tags,
};
