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
const SHAPE = new RegExp(
  `^https://(?:${HOSTS.map((host) => host.replaceAll('.', '\\.')).join('|')})` +
    '/[a-z]{2,20}(?:-[a-z]{2,20})?(?:/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?/?$',
);

/** Which addresses the bot may send to. A service address comes with each request, so it may be anybody's. */
export interface ServiceUrls {
  /** True only for a service address of the Bot Connector; with a simulator only for the simulator's. */
  admits(url: unknown): url is string;
  /** Where to send before any address was heard of. */
  readonly fallback: string;
}

/** @param options.simulatorUrl base address of a simulator, which then is the only one admitted; null: Microsoft's */
export function createServiceUrls({
  simulatorUrl,
}: {
  readonly simulatorUrl: string | null;
}): ServiceUrls {
  if (simulatorUrl === null) {
    return {
      fallback: DEFAULT_SERVICE_URL,
      admits: (url): url is string => typeof url === 'string' && SHAPE.test(url),
    };
  }
  const base = withoutSlash(simulatorUrl);
  return {
    fallback: `${base}/`,
    admits: (url): url is string => typeof url === 'string' && (url === base || url === `${base}/`),
  };
}

/** The address of a resource of the Bot Connector; each part of its path is escaped. */
export function connectorUrl(serviceUrl: string, path: readonly string[]): string {
  return `${withoutSlash(serviceUrl)}/v3/${path.map(encodeURIComponent).join('/')}`;
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}
