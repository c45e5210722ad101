import { z } from 'zod';
import type { Place } from '../../domain/organisation/place.js';
import { isGuid } from '../environment/secrets.js';
import type { Path, Reader } from './reader.js';

/** What the people who write the settings are told when an id is none. */
const HOW = 'in Teams open the channel\'s ⋯, "Get link to channel", and write that link';

/** A channel's conversation; older teams have `skype`. A chat's (`thread.v2`) is none: nobody could follow it there. */
const CHANNEL = /^19:[A-Za-z0-9_.-]+@thread\.(tacv2|skype)$/;

const channel = z.string().transform((text, context) => {
  if (CHANNEL.test(text)) return text;
  context.addIssue(`"${text}" is no Teams channel id (19:…@thread.tacv2); ${HOW}.`);
  return z.NEVER;
});

/** The id of its General channel, by which bots know a team, or its Microsoft 365 group's id. */
const team = z.string().transform((text, context) => {
  if (CHANNEL.test(text)) return text;
  if (isGuid(text.toLowerCase())) return text.toLowerCase();
  const what = "the team's id, 19:…@thread.tacv2, or its group's, a GUID";
  context.addIssue(`"${text}" is neither of a team's ids (${what}); ${HOW} instead of both.`);
  return z.NEVER;
});

const PARTS = { team, channel };

/** Where Microsoft serves Teams: the world's, and the newer one. */
const HOSTS = new Set(['teams.microsoft.com', 'teams.cloud.microsoft']);

/**
 * A channel in Teams: `{ team, channel }`, or the text that "Get link to channel" copies. In the link
 * the team is named by its group's id, so `team` of a place is that GUID or the id of its General
 * channel. `tenant`: the one that is served; a link into another is a fault. Null: not known.
 */
export function readTeamsPlace(
  reader: Reader,
  path: Path,
  value: unknown,
  tenant: string | null,
): Place | undefined {
  if (typeof value === 'string') return readLink(reader, path, value.trim(), tenant);
  const { team, channel } = reader.map(path, value, PARTS);
  if (team === undefined || channel === undefined) return undefined;
  return { platform: 'teams', team, channel };
}

function readLink(
  reader: Reader,
  path: Path,
  text: string,
  tenant: string | null,
): Place | undefined {
  const fault = (what: string): undefined => {
    reader.fault(path, what);
    return undefined;
  };
  const link = parsed(text);
  const channel = link && channelOf(link);
  const group = link?.searchParams.get('groupId')?.toLowerCase() ?? '';
  if (link === undefined || channel === undefined || !isGuid(group)) {
    return fault(`is no link to a channel; ${HOW}.`);
  }
  const other = link.searchParams.get('tenantId')?.toLowerCase();
  if (tenant !== null && other !== undefined && other !== tenant) {
    return fault('is a channel of another organisation than MICROSOFT_APP_TENANT_ID names.');
  }
  return { platform: 'teams', team: group, channel };
}

function parsed(text: string): URL | undefined {
  const link = URL.canParse(text) ? new URL(text) : undefined;
  return link?.protocol === 'https:' && HOSTS.has(link.host) ? link : undefined;
}

/** `/l/channel/19%3A…%40thread.tacv2/Name`; undefined when it is another link. */
function channelOf(link: URL): string | undefined {
  const [, written = ''] = /^\/l\/channel\/([^/]+)/.exec(link.pathname) ?? [];
  try {
    const id = decodeURIComponent(written);
    return CHANNEL.test(id) ? id : undefined;
  } catch {
    return undefined; // a % that encodes nothing
  }
}
