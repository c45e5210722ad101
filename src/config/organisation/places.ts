import isPlainObject from 'is-plain-obj';
import { z } from 'zod';
import type { Group } from '../../domain/organisation/organisation.js';
import { mapPlatforms, PLATFORMS, type Platform } from '../../domain/organisation/person.js';
import type { Place } from '../../domain/organisation/place.js';
import { trimText } from '../../domain/text/blank.js';
import {
  type ConfiguredPlatforms,
  isPlatformAllowed,
  PLATFORM_NAMES,
} from '../environment/platforms.js';
import type { ConfigPath, ConfigReader } from './reader.js';
import { readTeamsPlace } from './teams-places.js';

/** Slack shows at most 75 characters of an option. */
const MAX_NAME_LENGTH = 75;

/** The name of a team or category. */
export const nameSchema = z
  .string()
  .overwrite(trimText)
  .min(1, { error: 'is empty.' })
  .max(MAX_NAME_LENGTH, { error: `is longer than ${MAX_NAME_LENGTH} characters.` });

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

/** The id of a Teams tag. Microsoft documents that it is opaque; Graph returns Base64 of some length. */
const teamsTag = z.string().transform((text, context) => {
  if (/^[A-Za-z0-9+/=_-]{16,}$/.test(text)) return text;
  context.addIssue(`"${text}" is no id of a Teams tag; Microsoft Graph gives it (teamworkTag).`);
  return z.NEVER;
});

const GROUP_SCHEMAS: Readonly<Record<Platform, z.ZodType<string>>> = {
  slack: slackGroup,
  teams: teamsTag,
};

/** Reads the group to tag, on the platform of the configured place, even when that place has a fault. */
export function readGroup(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  place: unknown,
): Group | null {
  const platform = PLATFORMS.find((name) => isPlainObject(place) && Object.hasOwn(place, name));
  if (value === undefined || platform === undefined) return null;
  const id = reader.readValue(path, value, GROUP_SCHEMAS[platform]);
  return id === undefined ? null : { platform, id };
}

const PLACE_EXAMPLE = 'such as { slack: C0123456789 }';
const PLACE_SHAPE = mapPlatforms(() => z.unknown());

type ReadPlace = (
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  platforms: ConfiguredPlatforms,
) => Place | undefined;

/** Reads a channel of each platform. */
const PLACE_READERS: Readonly<Record<Platform, ReadPlace>> = {
  slack: (reader, path, value) => toSlackPlace(reader.readValue(path, value, slackChannel)),
  teams: (reader, path, value, { tenant }) => readTeamsPlace(reader, path, value, tenant),
};

/** Reads a place on a configured platform. */
export function readPlace(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  platforms: ConfiguredPlatforms,
): Place | undefined {
  if (value === undefined) {
    reader.addFault(path, `is missing; write the channel, ${PLACE_EXAMPLE}.`);
    return undefined;
  }
  const before = reader.faults.length;
  const given = reader.readMap(path, value, PLACE_SHAPE);
  const [place, ...others] = PLATFORMS.filter((platform) => given[platform] !== undefined).map(
    (platform) => PLACE_READERS[platform](reader, [...path, platform], given[platform], platforms),
  );
  if (reader.faults.length > before) return undefined;
  if (place === undefined || others.length > 0) {
    reader.addFault(path, `must name one channel, ${PLACE_EXAMPLE} or { teams: "its link" }.`);
    return undefined;
  }
  if (isPlatformAllowed(platforms, place.platform)) return place;
  const name = PLATFORM_NAMES[place.platform];
  reader.addFault(path, `is in ${name}, which is not configured; .env.example says what to set.`);
  return undefined;
}

function toSlackPlace(channel: string | undefined): Place | undefined {
  return channel === undefined ? undefined : { platform: 'slack', channel };
}

/** Checks a key. Keys are stored with complaints and sent in forms, so they are short, plain and permanent. */
export function checkKey(reader: ConfigReader, path: ConfigPath, key: string): void {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(key)) return;
  reader.addFault(
    path,
    'a key is small letters, digits and hyphens, at most 40; "name" may be anything.',
  );
}

/** The default name of a key: `late-delivery` → `Late delivery`. */
export function toTitle(key: string): string {
  const words = key.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
