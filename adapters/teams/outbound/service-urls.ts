import type { Place } from '../../../src/domain/organisation/place.js';
import type { Reference, ReferenceStore } from '../../../src/ports/reference-store.js';
import { parseTeamsPlace, type TeamsMessage, type TeamsPlace, toChannelId } from '../addresses.js';

/** The service address of the Bot Connector for Teams, where none was heard of yet ("Send proactive messages", learn.microsoft.com). */
const DEFAULT_SERVICE_URL = 'https://smba.trafficmanager.net/teams/';

/**
 * The hosts of the Bot Connector for Teams: public and GCC ("Send proactive messages",
 * learn.microsoft.com). GCC High and DoD have hosts, logins and tokens of their own
 * (learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high), which are not taken.
 */
const HOSTS = ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'] as const;

/**
 * The whole address as Microsoft sends it: a region (`/emea/`, `/teams/`), and since 2024 mostly the
 * tenant's id behind it. Nothing else is allowed: no port, user, query, escape or capital letter.
 */
const SERVICE_URL = new RegExp(
  `^https://(?:${HOSTS.map((host) => host.replaceAll('.', '\\.')).join('|')})` +
    '/[a-z]{2,20}(?:-[a-z]{2,20})?(?:/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?/?$',
);

/** Which addresses the bot may send to. A service address comes with each request, so it may be anybody's. */
export interface AllowedServiceUrls {
  /** True only for a service address of the Bot Connector; with a simulator only for the simulator's. */
  allows(url: unknown): url is string;
  /** Where to send before any address was heard of. */
  readonly defaultUrl: string;
}

/** @param options.simulatorUrl base address of a simulator, which then is the only one admitted; null: Microsoft's */
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

/** The address of a resource of the Bot Connector; each part of its path is escaped. */
export function toConnectorUrl(serviceUrl: string, path: readonly string[]): string {
  return `${withoutSlash(serviceUrl)}/v3/${path.map(encodeURIComponent).join('/')}`;
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}

/** How long what was read from the store is used, ms: a tenant hardly ever moves. */
const CACHE_TTL_MS = 60_000;

/** A team the app is in. */
export interface KnownTeam {
  /** Its thread id, which is also its roster's conversation. */
  readonly id: string;
  readonly serviceUrl: string;
}

/** Where the Bot Connector of a conversation is, as kept of what Teams said. Only admitted addresses are given. */
export interface ServiceUrlLookup {
  /**
   * Of a channel: its team's, else the tenant's, else the default.
   * @throws whatever the store throws, when it was never read
   */
  findForPlace(place: TeamsPlace): Promise<string>;
  /**
   * Of something posted: what was heard of its team, or of the tenant where nothing is known of the
   * team, if that is news since it was posted; else where it was posted; throws like `ofPlace`.
   */
  findForMessage(message: TeamsMessage): Promise<string>;
  /** `kept` where it may still be sent to, else the tenant's, else the default; throws like `ofPlace`. */
  findForPerson(kept: string | undefined): Promise<string>;
  /** The teams the app is in or expected in, but none it was removed from; throws like `ofPlace`. */
  listTeams(): Promise<readonly KnownTeam[]>;
}

export interface ServiceUrlLookupOptions {
  readonly references: Pick<ReferenceStore, 'all'>;
  /** Places whose teams the app is expected in. */
  readonly places?: readonly Place[] | undefined;
  readonly serviceUrls: AllowedServiceUrls;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

const TEAM = 'team:';

type StoredReferences = Awaited<ReturnType<ReferenceStore['all']>>;

/** Reads what the receiving side keeps as `team:<thread id>` and `tenant`. */
export function createServiceUrlLookup(options: ServiceUrlLookupOptions): ServiceUrlLookup {
  const { serviceUrls } = options;
  const read = createCachedReader(options);
  const firstAdmitted = (...urls: readonly unknown[]): string =>
    urls.find((url) => serviceUrls.allows(url)) ?? serviceUrls.defaultUrl;
  return {
    async findForPlace(place) {
      const kept = await read();
      return firstAdmitted(findTeam(kept, place)?.serviceUrl, kept.get('tenant')?.serviceUrl);
    },
    async findForMessage(message) {
      const kept = await read();
      const heard = findTeamOfChannel(
        kept,
        options.places ?? [],
        toChannelId(message.conversation),
      );
      const latest = heard ?? kept.get('tenant');
      const own = message.serviceUrl;
      const isNews = isNewerThan(latest, message);
      const tenants = kept.get('tenant')?.serviceUrl;
      return firstAdmitted(isNews ? latest?.serviceUrl : own, own, latest?.serviceUrl, tenants);
    },
    async findForPerson(own) {
      if (serviceUrls.allows(own)) return own;
      return firstAdmitted((await read()).get('tenant')?.serviceUrl);
    },
    async listTeams() {
      const kept = await read();
      const known: KnownTeam[] = [];
      for (const [key, { serviceUrl, removed }] of kept) {
        if (!key.startsWith(TEAM) || removed === true) continue;
        known.push({ id: key.slice(TEAM.length), serviceUrl: firstAdmitted(serviceUrl) });
      }
      const tenants = kept.get('tenant')?.serviceUrl;
      for (const id of findUnknownTeams(kept, options.places ?? [])) {
        known.push({ id, serviceUrl: firstAdmitted(tenants) });
      }
      return known;
    },
  };
}

/** What is kept of a place's team, which the place may name by its group's id. */
function findTeam(kept: StoredReferences, { team, channel }: TeamsPlace): Reference | undefined {
  const byGroup = [...kept].find(([key, { group }]) => key.startsWith(TEAM) && group === team);
  // The General channel bears the team's id.
  return kept.get(TEAM + team) ?? byGroup?.[1] ?? kept.get(TEAM + channel);
}

/** What is kept of a channel's team: it is configured with its team, or it is the General channel, which bears the team's id. */
function findTeamOfChannel(
  kept: StoredReferences,
  places: readonly Place[],
  channel: string,
): Reference | undefined {
  for (const one of places) {
    const place = parseTeamsPlace(one);
    const team = place?.channel === channel ? findTeam(kept, place) : undefined;
    if (team !== undefined) return team;
  }
  return kept.get(TEAM + channel);
}

/** A message's id is the time it was posted, ms UTC; of one that is none it is not known what is news. */
function isNewerThan(heard: Reference | undefined, { activity }: TeamsMessage): boolean {
  const since = heard?.since;
  return typeof since === 'number' && /^\d{13}$/.test(activity) && since > Number(activity);
}

/** The rosters of places of whose teams nothing is kept: the team's, else the channel's, which is the same. */
function findUnknownTeams(kept: StoredReferences, places: readonly Place[]): ReadonlySet<string> {
  const ids = places.flatMap((one) => {
    const place = parseTeamsPlace(one);
    if (place === undefined || findTeam(kept, place) !== undefined) return [];
    return [place.team.startsWith('19:') ? place.team : place.channel];
  });
  return new Set(ids);
}

/** What is kept, read again after a while; while the store is away, what was read last. */
function createCachedReader({
  references,
  now,
}: ServiceUrlLookupOptions): () => Promise<StoredReferences> {
  let last: { readonly kept: StoredReferences; readonly readAt: number } | undefined;
  return async () => {
    if (last !== undefined && now() - last.readAt < CACHE_TTL_MS) return last.kept;
    try {
      last = { kept: await references.all('teams'), readAt: now() };
    } catch (error) {
      if (last === undefined) throw error;
    }
    return last.kept;
  };
}
