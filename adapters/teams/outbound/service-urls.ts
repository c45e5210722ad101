import type { Place } from '../../../src/domain/organisation/place.js';
import type { Reference, ReferenceStore } from '../../../src/ports/stores/reference-store.js';
import { parseTeamsPlace, type TeamsMessage, type TeamsPlace, toChannelId } from '../addresses.js';

/** The service URL of the Bot Connector for Teams before an activity brought one ("Send proactive messages", learn.microsoft.com). */
const DEFAULT_SERVICE_URL = 'https://smba.trafficmanager.net/teams/';

/**
 * The hosts of the Bot Connector for Teams: public and GCC ("Send proactive messages",
 * learn.microsoft.com). GCC High and DoD have hosts, logins and tokens of their own
 * (learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high), which are not allowed.
 */
const HOSTS = ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'] as const;

/**
 * The whole URL as Microsoft sends it: a region (`/emea/`, `/teams/`), and since 2024 mostly the tenant
 * id after it. Nothing else is allowed: no port, user, query, escape or capital letter.
 */
const SERVICE_URL = new RegExp(
  `^https://(?:${HOSTS.map((host) => host.replaceAll('.', '\\.')).join('|')})` +
    '/[a-z]{2,20}(?:-[a-z]{2,20})?(?:/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?/?$',
);

/** The service URLs the bot may send to. Each request brings one, so an attacker could choose it. */
export interface AllowedServiceUrls {
  /** True only for a service URL of the Bot Connector; with a simulator only for the simulator's. */
  allows(url: unknown): url is string;
  /** The service URL before an activity brought one. */
  readonly defaultUrl: string;
}

/** @param options.simulatorUrl base URL of a simulator, then the only one allowed; null: Microsoft's */
export function createAllowedServiceUrls({
  simulatorUrl,
}: {
  readonly simulatorUrl: string | null;
}): AllowedServiceUrls {
  if (simulatorUrl === null) {
    return {
      defaultUrl: DEFAULT_SERVICE_URL,
      allows: (url): url is string => typeof url === 'string' && SERVICE_URL.test(url),
    };
  }
  const base = withoutSlash(simulatorUrl);
  return {
    defaultUrl: `${base}/`,
    allows: (url): url is string => typeof url === 'string' && (url === base || url === `${base}/`),
  };
}

/** The URL of a Bot Connector resource. Escapes each segment of the path. */
export function toConnectorUrl(serviceUrl: string, path: readonly string[]): string {
  return `${withoutSlash(serviceUrl)}/v3/${path.map(encodeURIComponent).join('/')}`;
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}

/** Lifetime of the cached references, ms. A tenant hardly ever moves. */
const CACHE_TTL_MS = 60_000;

/** A team with the app. */
export interface KnownTeam {
  /** Its thread id, which is also the conversation of its roster. */
  readonly id: string;
  readonly serviceUrl: string;
}

/** Finds the service URL of a conversation in the stored references. Returns only allowed URLs. */
export interface ServiceUrlLookup {
  /**
   * For a channel: its team's URL, else the tenant's, else the default.
   * @throws what the store throws, if it was never read before
   */
  findForPlace(place: TeamsPlace): Promise<string>;
  /**
   * For a posted message: the URL of its team (of the tenant if the team is unknown) if that is newer
   * than the message, else the message's own URL. Throws like `findForPlace`.
   */
  findForMessage(message: TeamsMessage): Promise<string>;
  /** For a person: the stored URL if it is allowed, else the tenant's, else the default. Throws like `findForPlace`. */
  findForPerson(storedUrl: string | undefined): Promise<string>;
  /** The teams that have or should have the app, without those it was removed from. Throws like `findForPlace`. */
  listTeams(): Promise<readonly KnownTeam[]>;
}

export interface ServiceUrlLookupOptions {
  readonly references: Pick<ReferenceStore, 'all'>;
  /** Configured places, whose teams should have the app. */
  readonly places?: readonly Place[] | undefined;
  readonly serviceUrls: AllowedServiceUrls;
  /** A time that only runs forward, ms. */
  readonly now: () => number;
}

const TEAM = 'team:';

type StoredReferences = Awaited<ReturnType<ReferenceStore['all']>>;

/** Reads the references stored for incoming activities as `team:<thread id>` and `tenant`. */
export function createServiceUrlLookup(options: ServiceUrlLookupOptions): ServiceUrlLookup {
  const { serviceUrls } = options;
  const read = createCachedReader(options);
  const firstAllowed = (...urls: readonly unknown[]): string =>
    urls.find((url) => serviceUrls.allows(url)) ?? serviceUrls.defaultUrl;
  return {
    async findForPlace(place) {
      const stored = await read();
      return firstAllowed(findTeam(stored, place)?.serviceUrl, stored.get('tenant')?.serviceUrl);
    },
    async findForMessage(message) {
      const stored = await read();
      const channel = toChannelId(message.conversation);
      const tenant = stored.get('tenant');
      const latest = findTeamOfChannel(stored, options.places ?? [], channel) ?? tenant;
      const latestUrl = latest?.serviceUrl;
      const messageUrl = message.serviceUrl;
      const preferredUrl = isNewerThan(latest, message) ? latestUrl : messageUrl;
      return firstAllowed(preferredUrl, messageUrl, latestUrl, tenant?.serviceUrl);
    },
    async findForPerson(storedUrl) {
      if (serviceUrls.allows(storedUrl)) return storedUrl;
      return firstAllowed((await read()).get('tenant')?.serviceUrl);
    },
    async listTeams() {
      const stored = await read();
      const teams: KnownTeam[] = [];
      for (const [key, { serviceUrl, removed }] of stored) {
        if (!key.startsWith(TEAM) || removed === true) continue;
        teams.push({ id: key.slice(TEAM.length), serviceUrl: firstAllowed(serviceUrl) });
      }
      const tenantUrl = stored.get('tenant')?.serviceUrl;
      for (const id of findUnknownTeams(stored, options.places ?? [])) {
        teams.push({ id, serviceUrl: firstAllowed(tenantUrl) });
      }
      return teams;
    },
  };
}

/** The reference of a place's team. The place may name the team by its group id. */
function findTeam(stored: StoredReferences, { team, channel }: TeamsPlace): Reference | undefined {
  const byGroup = [...stored].find(([key, { group }]) => key.startsWith(TEAM) && group === team);
  // The General channel has the team's id.
  return stored.get(TEAM + team) ?? byGroup?.[1] ?? stored.get(TEAM + channel);
}

/** The reference of a channel's team: of a configured channel, or of the General channel, which has the team's id. */
function findTeamOfChannel(
  stored: StoredReferences,
  places: readonly Place[],
  channel: string,
): Reference | undefined {
  for (const one of places) {
    const place = parseTeamsPlace(one);
    const team = place?.channel === channel ? findTeam(stored, place) : undefined;
    if (team !== undefined) return team;
  }
  return stored.get(TEAM + channel);
}

/** A message id is mostly the time of posting, ms UTC. With any other id nothing counts as newer. */
function isNewerThan(reference: Reference | undefined, { activity }: TeamsMessage): boolean {
  const since = reference?.since;
  return typeof since === 'number' && /^\d{13}$/.test(activity) && since > Number(activity);
}

/** The roster ids of configured places whose team has no reference: the team's id, else the channel's, which has the same roster. */
function findUnknownTeams(stored: StoredReferences, places: readonly Place[]): ReadonlySet<string> {
  const ids = places.flatMap((one) => {
    const place = parseTeamsPlace(one);
    if (place === undefined || findTeam(stored, place) !== undefined) return [];
    return [place.team.startsWith('19:') ? place.team : place.channel];
  });
  return new Set(ids);
}

/** Reads the references again after a minute. While the store fails, returns the last ones read. */
function createCachedReader({
  references,
  now,
}: ServiceUrlLookupOptions): () => Promise<StoredReferences> {
  let last: { readonly stored: StoredReferences; readonly readAt: number } | undefined;
  return async () => {
    if (last !== undefined && now() - last.readAt < CACHE_TTL_MS) return last.stored;
    try {
      last = { stored: await references.all('teams'), readAt: now() };
    } catch (error) {
      if (last === undefined) throw error;
    }
    return last.stored;
  };
}
