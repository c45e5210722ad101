import { addAfter, addBefore, type Recipe } from './recipe.js';

const ENVIRONMENT = 'src/config/environment/environment.ts';

const SETTINGS = `/** The validated settings of Zulip. */
export interface ZulipSettings {
  /** The organisation's address. */
  readonly url: string;
}
`;

const ADAPTER = `import type { Channel } from '../../src/ports/channel.js';
import type { ThreadReader } from '../../src/ports/thread-reader.js';

const cannot = { kind: 'retry', retryAfterMs: null, detail: 'not connected' } as const;

/** Creates an adapter that is not connected to anything. */
export function createZulip({ url }: { readonly url: string }) {
  const channel: Channel = {
    platform: 'zulip',
    findTurn: () => ({ queue: 'zulip', waitMs: () => 0 }),
    post: async () => cannot,
    update: async () => cannot,
    findMessage: async () => ({ kind: 'cannot-tell' }),
    fetchProfile: async () => undefined,
    findAccountByEmail: async () => undefined,
    checkAccount: async () => 'unknown',
  };
  const threads: ThreadReader = {
    platform: 'zulip',
    readThread: async () => ({ messages: [], unread: 'never' }),
  };
  return {
    channel,
    threads,
    routes: [],
    identify: async () => new URL(url).host,
    checkOnline: async () => [],
    checkGroups: async () => [],
    start: async () => undefined,
    health: () => 'ok',
    stop: async () => true,
  };
}
`;

const CREATE_ADAPTER = `async function createZulipAdapter(settings: ZulipSettings): Promise<Adapter> {
  const { createZulip } = await import('../adapters/zulip/index.js');
  return createZulip(settings);
}
`;

/** A third chat platform. The work is its adapter; this is all that the rest needs to know it. */
export const platformRecipe: Recipe = {
  name: 'platform',
  adds: 'Zulip',
  first: {
    edit: {
      file: 'src/domain/organisation/person.ts',
      find: "export const PLATFORMS = ['slack', 'teams'] as const;",
      put: "export const PLATFORMS = ['slack', 'teams', 'zulip'] as const;",
    },
    named: [
      'src/cli.ts',
      ENVIRONMENT,
      'src/config/environment/platforms.ts',
      'src/config/organisation/people.ts',
      'src/config/organisation/places.ts',
      'src/platforms.ts',
    ],
  },
  others: [
    // a platform without an adapter
    {
      edit: {
        file: 'src/platforms.ts',
        find: '  teams: createTeamsAdapter,',
        put: '  other: createTeamsAdapter,',
      },
      named: ['src/platforms.ts'],
    },
    // a platform that would be real in the lab
    {
      edit: {
        file: ENVIRONMENT,
        find: "  teams: { variable: 'TEAMS_API_URL',",
        put: "  other: { variable: 'TEAMS_API_URL',",
      },
      named: [ENVIRONMENT],
    },
  ],
  created: {
    'src/config/environment/zulip-settings.ts': SETTINGS,
    'adapters/zulip/index.ts': ADAPTER,
  },
  rest: [
    addAfter(
      'src/cli.ts',
      "  teams: () => 'Microsoft Teams at /api/messages',",
      "  zulip: ({ url }) => ['Zulip at', url].join(' '),",
    ),
    addAfter(
      ENVIRONMENT,
      "} from './variables.js';",
      "import type { ZulipSettings } from './zulip-settings.js';",
    ),
    addAfter(ENVIRONMENT, '  readonly teams: TeamsSettings;', '  readonly zulip: ZulipSettings;'),
    addAfter(ENVIRONMENT, '  teams: TEAMS_SETUP_HINT,', "  zulip: 'for Zulip set ZULIP_URL',"),
    addAfter(
      ENVIRONMENT,
      '    teams: readTeamsSettings(reader, raw, parsed, readFile),',
      '    zulip: parsed.ZULIP_URL === undefined ? null : { url: parsed.ZULIP_URL },',
    ),
    addAfter(
      ENVIRONMENT,
      '    teams: hasTeamsVariables(raw),',
      '    zulip: raw.ZULIP_URL !== undefined,',
    ),
    addAfter(
      ENVIRONMENT,
      "  teams: { variable: 'TEAMS_API_URL', read: ({ simulatorUrl }) => simulatorUrl },",
      "  zulip: { variable: 'ZULIP_URL', read: ({ url }) => url },",
    ),
    addAfter(
      'src/config/environment/variables.ts',
      '  TEAMS_API_URL: teamsApiUrl.optional(),',
      '  ZULIP_URL: z.url().optional(),',
      ENVIRONMENT,
    ),
    addAfter(
      'src/config/environment/platforms.ts',
      "  teams: 'Microsoft Teams',",
      "  zulip: 'Zulip',",
    ),
    addAfter('src/config/organisation/people.ts', '  teams: teamsUser,', '  zulip: z.string(),'),
    addAfter('src/config/organisation/places.ts', '  teams: teamsTag,', '  zulip: z.string(),'),
    addAfter(
      'src/config/organisation/places.ts',
      '  teams: (reader, path, value, { tenant }) => readTeamsPlace(reader, path, value, tenant),',
      "  zulip: (_reader, _path, value) => ({ platform: 'zulip', stream: String(value) }),",
    ),
    addAfter(
      'src/platforms.ts',
      "import type { TeamsSettings } from './config/environment/teams-settings.js';",
      "import type { ZulipSettings } from './config/environment/zulip-settings.js';",
    ),
    addAfter('src/platforms.ts', '  teams: createTeamsAdapter,', '  zulip: createZulipAdapter,'),
    addBefore(
      'src/platforms.ts',
      '/** Makes one {@link Platforms} of several adapters. */',
      CREATE_ADAPTER,
    ),
  ],
};
