import { z } from 'zod';
import type { Place } from '../../domain/organisation/place.js';
import { isGuid } from '../environment/secrets.js';
import type { ConfigPath, ConfigReader } from './reader.js';

/** Where to find a channel's link; part of a fault's sentence. */
const LINK_HINT = 'in Teams open the channel\'s ⋯, "Get link to channel", and write that link';

/** The conversation of a channel; older teams have `skype`. A chat (`thread.v2`) is not a channel. */
const CHANNEL_ID = /^19:[A-Za-z0-9_.-]+@thread\.(tacv2|skype)$/;

const channel = z.string().transform((text, context) => {
  if (CHANNEL_ID.test(text)) return text;
  context.addIssue(`"${text}" is no Teams channel id (19:…@thread.tacv2); ${LINK_HINT}.`);
  return z.NEVER;
});

/** The id of a team: that of its General channel, which bots get, or of its Microsoft 365 group. */
const team = z.string().transform((text, context) => {
  if (CHANNEL_ID.test(text)) return text;
  if (isGuid(text.toLowerCase())) return text.toLowerCase();
  const what = "the team's id, 19:…@thread.tacv2, or its group's, a GUID";
  context.addIssue(`"${text}" is neither of a team's ids (${what}); ${LINK_HINT} instead of both.`);
  return z.NEVER;
});

const TEAMS_PLACE_SHAPE = { team, channel };

/** Hosts of Teams: the worldwide one, and the newer one. */
const TEAMS_HOSTS = new Set(['teams.microsoft.com', 'teams.cloud.microsoft']);

/**
 * Reads a channel in Teams: `{ team, channel }`, or the text that "Get link to channel" copies. A link
 * has the id of the team's group, so `team` of a place is that GUID or the id of the General channel.
 * `tenant` is the one that is served, null when unknown; a link into another tenant is a fault.
 */
export function readTeamsPlace(
  reader: ConfigReader,
  path: ConfigPath,
  value: unknown,
  tenant: string | null,
): Place | undefined {
  if (typeof value === 'string') return readLink(reader, path, value.trim(), tenant);
  const { team, channel } = reader.readMap(path, value, TEAMS_PLACE_SHAPE);
  if (team === undefined || channel === undefined) return undefined;
  return { platform: 'teams', team, channel };
}

function readLink(
  reader: ConfigReader,
  path: ConfigPath,
  text: string,
  tenant: string | null,
): Place | undefined {
  const fault = (what: string): undefined => {
    reader.addFault(path, what);
    return undefined;
  };
  const link = parseTeamsUrl(text);
  const channel = link && parseChannelId(link);
  const group = link?.searchParams.get('groupId')?.toLowerCase() ?? '';
  if (link === undefined || channel === undefined || !isGuid(group)) {
    return fault(`is no link to a channel; ${LINK_HINT}.`);
  }
  const other = link.searchParams.get('tenantId')?.toLowerCase();
  if (tenant !== null && other !== undefined && other !== tenant) {
    return fault('is a channel of another organisation than MICROSOFT_APP_TENANT_ID names.');
  }
  return { platform: 'teams', team: group, channel };
}

function parseTeamsUrl(text: string): URL | undefined {
  const link = URL.canParse(text) ? new URL(text) : undefined;
  return link?.protocol === 'https:' && TEAMS_HOSTS.has(link.host) ? link : undefined;
}

/** The channel of `/l/channel/19%3A…%40thread.tacv2/Name`; undefined for any other link. */
function parseChannelId(link: URL): string | undefined {
  const [, encoded = ''] = /^\/l\/channel\/([^/]+)/.exec(link.pathname) ?? [];
  try {
    const id = decodeURIComponent(encoded);
    return CHANNEL_ID.test(id) ? id : undefined;
  } catch {
    return undefined; // an invalid percent-encoding
  }
}
