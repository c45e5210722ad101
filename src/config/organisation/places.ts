import { z } from 'zod';
import type { Group } from '../../domain/organisation/organisation.js';
import type { Platform } from '../../domain/organisation/person.js';
import type { Place } from '../../domain/organisation/place.js';
import { isRecord } from '../../is-record.js';
import {
  type ConfiguredPlatforms,
  isConfigured,
  PLATFORM_NAMES,
} from '../environment/platforms.js';
import type { Path, Reader } from './reader.js';
import { readTeamsPlace } from './teams-places.js';

/** Slack shows at most 75 characters of an option. */
const NAME_LENGTH = 75;

/** A team's or category's name as people see it. */
export const name = z
  .string()
  .trim()
  .min(1, { error: 'is empty.' })
  .max(NAME_LENGTH, { error: `is longer than ${NAME_LENGTH} characters.` });

const slackChannel = z.string().transform((text, context) => {
  if (/^[CG][A-Z0-9]{8,}$/.test(text)) return text;
  const how = 'in Slack open the channel, its name, "About", and copy the channel ID (C…)';
  context.addIssue(`"${text}" is no Slack channel id; ${how}.`);
  return z.NEVER;
});

/** A Slack user group, `S…`. */
const slackGroup = z.string().transform((text, context) => {
  if (/^S[A-Z0-9]{8,}$/.test(text)) return text;
  context.addIssue(`"${text}" is no Slack user group id (S…); it stands in the group's link.`);
  return z.NEVER;
});

/** A Teams tag's id: Microsoft documents no form, only that it is opaque; Graph gives Base64 of some length. */
const teamsTag = z.string().transform((text, context) => {
  if (/^[A-Za-z0-9+/=_-]{16,}$/.test(text)) return text;
  context.addIssue(`"${text}" is no id of a Teams tag; Microsoft Graph gives it (teamworkTag).`);
  return z.NEVER;
});

const PLATFORMS: readonly Platform[] = ['slack', 'teams'];

const GROUPS: Readonly<Record<Platform, z.ZodType<string>>> = {
  slack: slackGroup,
  teams: teamsTag,
};

/** The group to tag: one of the platform on which the team's place is said to be, rightly or wrongly. */
export function readGroup(
  reader: Reader,
  path: Path,
  value: unknown,
  place: unknown,
): Group | null {
  const platform = PLATFORMS.find((name) => isRecord(place) && Object.hasOwn(place, name));
  if (value === undefined || platform === undefined) return null;
  const id = reader.value(path, value, GROUPS[platform]);
  return id === undefined ? null : { platform, id };
}

const EXAMPLE = 'such as { slack: C0123456789 }';
const PLACE = { slack: slackChannel.optional(), teams: z.unknown() };

/** A place on a configured platform. */
export function readPlace(
  reader: Reader,
  path: Path,
  value: unknown,
  platforms: ConfiguredPlatforms,
): Place | undefined {
  if (value === undefined) {
    reader.fault(path, `is missing; write the channel, ${EXAMPLE}.`);
    return undefined;
  }
  const before = reader.faults.length;
  const { slack, teams } = reader.map(path, value, PLACE);
  const place =
    teams === undefined
      ? slackPlace(slack)
      : readTeamsPlace(reader, [...path, 'teams'], teams, platforms.tenant);
  if (reader.faults.length > before) return undefined;
  if (place === undefined || (slack !== undefined && teams !== undefined)) {
    reader.fault(path, `must name one channel, ${EXAMPLE} or { teams: "its link" }.`);
    return undefined;
  }
  if (isConfigured(platforms, place.platform)) return place;
  const name = PLATFORM_NAMES[place.platform];
  reader.fault(path, `is in ${name}, which is not configured; .env.example says what to set.`);
  return undefined;
}

function slackPlace(channel: string | undefined): Place | undefined {
  return channel === undefined ? undefined : { platform: 'slack', channel };
}

/** Keys are stored with complaints and travel in forms: short, plain and the same for ever. */
export function checkKey(reader: Reader, path: Path, key: string): void {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(key)) return;
  reader.fault(
    path,
    'a key is small letters, digits and hyphens, at most 40; "name" may be anything.',
  );
}

/** `late-delivery` → `Late delivery`: the name of what has none. */
export function titled(key: string): string {
  const words = key.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
