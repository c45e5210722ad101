import { stringify } from 'yaml';
import { HOLIDAYS } from './samples/next-working-day.js';
import type { PlaygroundSecrets } from './secrets.js';
import { CHANNELS, DEFAULT_SEED, GROUPS, PEOPLE } from './slack/seed.js';
import * as teams from './teams/seed.js';

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings from the environment. */
export interface PlaygroundSettings {
  /** Folder of everything the playground keeps, apart from the files of a real workspace. */
  readonly folder: string;
  /** 0: any free port. */
  readonly botPort: number;
  readonly pagePort: number;
}

export type SettingsResult =
  | { readonly kind: 'valid'; readonly settings: PlaygroundSettings }
  | { readonly kind: 'refused'; readonly why: string };

/** Whether a chat platform is configured, if only in part: then the bot starts and says what is missing. */
export function isPlatformConfigured(environment: Environment): boolean {
  const decides = /^(SLACK_(BOT_TOKEN|SIGNING_SECRET|APP_TOKEN)$|MICROSOFT_APP)/;
  return Object.entries(environment).some(([name, value]) => decides.test(name) && value?.trim());
}

/** Reads the playground's settings. */
export function readSettings(environment: Environment): SettingsResult {
  const botPort = parsePort(environment.PORT, 3000);
  const pagePort = parsePort(environment.PLAYGROUND_PORT, 3001);
  if (botPort === undefined) return refused('PORT must be a number from 1 to 65535.');
  if (pagePort === undefined) return refused('PLAYGROUND_PORT must be a number from 1 to 65535.');
  if (botPort === pagePort && botPort !== 0) {
    return refused(`PORT and PLAYGROUND_PORT are both ${botPort}: set one of them differently.`);
  }
  const mongo = environment.MONGODB_URI?.trim();
  if (
    mongo &&
    !/^mongodb:\/\/([^@/]*@)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?]|$)/.test(mongo)
  ) {
    return refused(
      'MONGODB_URI names a database that may not be on this computer, and the playground keeps away from those: remove it, or configure Slack or Microsoft Teams to start the bot itself.',
    );
  }
  const folder = `${environment.REDRESS_DATA?.trim() || 'data'}/playground`;
  return { kind: 'valid', settings: { folder, botPort, pagePort } };
}

function refused(why: string): SettingsResult {
  return { kind: 'refused', why };
}

function parsePort(text: string | undefined, standard: number): number | undefined {
  const port = text?.trim();
  if (!port) return standard;
  return /^\d{1,5}$/.test(port) && Number(port) <= 65_535 ? Number(port) : undefined;
}

/** The bot's files, port and platforms in the playground. */
export interface BotSettings {
  readonly folder: string;
  readonly configFile: string;
  readonly botPort: number;
  /** Address of the simulated Web API of Slack. */
  readonly slackApi: string;
  /** Address of the simulated Teams. */
  readonly teamsApi: string;
  readonly secrets: PlaygroundSecrets;
}

/** The bot's environment. Empty variables are set too, so that a file `.env` does not fill them in. */
export function toBotEnvironment(environment: Environment, settings: BotSettings): Environment {
  return {
    ...environment,
    SLACK_BOT_TOKEN: settings.secrets.botToken,
    SLACK_SIGNING_SECRET: settings.secrets.signingSecret,
    SLACK_APP_TOKEN: '',
    SLACK_API_URL: settings.slackApi,
    MICROSOFT_APP_ID: settings.secrets.appId,
    MICROSOFT_APP_PASSWORD: settings.secrets.appPassword,
    MICROSOFT_APP_CERTIFICATE: '',
    MICROSOFT_APP_TENANT_ID: teams.TENANT_ID,
    TEAMS_API_URL: settings.teamsApi,
    MONGODB_URI: toPlaygroundMongoUri(environment.MONGODB_URI),
    REDRESS_LAB_TOKEN: settings.secrets.labToken,
    REDRESS_CONFIG: settings.configFile,
    REDRESS_DATA: settings.folder,
    HOST: '127.0.0.1',
    PORT: String(settings.botPort),
    // more log lines would hide the playground's own messages
    LOG_LEVEL: environment.LOG_LEVEL?.trim() || 'warn',
  };
}

/**
 * The bot's MONGODB_URI: the same server with the playground's own database, so that trials never mix
 * with real complaints; empty when `uri` is empty. A login still uses the database it used before
 * (mongodb.com/docs/manual/reference/connection-string: authSource is the path's, else `admin`).
 */
export function toPlaygroundMongoUri(uri: string | undefined): string {
  const [, server = '', before = '', options = ''] =
    /^(mongodb:\/\/[^/?]+)\/?([^?]*)\??(.*)$/.exec(uri?.trim() ?? '') ?? [];
  if (server === '') return '';
  const logsIn = server.includes('@') && !/(^|&)authSource=/i.test(options);
  const login = logsIn ? [`authSource=${before || 'admin'}`] : [];
  const query = [...(options === '' ? [] : [options]), ...login].join('&');
  return `${server}/redress-playground${query === '' ? '' : `?${query}`}`;
}

const HEADER = `# The playground's organisation. Change it as you like and start again;
# remove it to get it back as it was. redress.example.yml explains every setting.
`;

/** What people say only of a repair: `again` alone is said of everything. */
const BADLY_DONE = [
  'bodged',
  'botched',
  'badly done',
  'badly repaired',
  'broken again',
  'leaks again',
];

/** A `redress.yml` for both seeds: Billing works in Slack and Repairs in Teams, so that complaints cross over. */
export function renderPlaygroundConfig(): string {
  const organisation = {
    hours: { zone: 'Europe/London', 'mon-fri': '09:00-12:30, 13:30-17:30' },
    holidays: HOLIDAYS,
    teams: {
      billing: {
        name: 'Billing',
        place: { slack: CHANNELS.billing },
        group: GROUPS.billing,
        members: [person('ben'), person('cleo')],
        lead: person('lena'),
      },
      repairs: {
        name: 'Repairs',
        place: { teams: { team: teams.TEAM.id, channel: teams.CHANNELS.repairs } },
        group: teams.TAGS.repairs,
        members: [person('dev')],
        lead: person('rita'),
      },
    },
    categories: {
      'wrong-bill': {
        ...{ name: 'A wrong bill', team: 'billing', words: ['bill', 'charged', 'invoice'] },
      },
      payment: {
        ...{ name: 'A payment or refund', team: 'billing', words: ['refund', 'paid', 'payment'] },
      },
      'late-repair': {
        ...{ name: 'A late repair', team: 'repairs', words: ['boiler', 'heating', 'nobody came'] },
      },
      'poor-repair': {
        ...{ name: 'A repair done badly', team: 'repairs', words: BADLY_DONE },
      },
      'staff-conduct': { name: 'Conduct of staff', team: 'billing', confidential: true },
    },
    officers: [person('omar')],
    ops: { slack: CHANNELS.ops },
    'phone-country': HOLIDAYS.country,
  };
  return HEADER + stringify(organisation, { lineWidth: 0 });
}

/** Whether this `redress.yml` has Repairs in Teams as {@link renderPlaygroundConfig} does; older ones do not. */
export function hasRepairsInTeams(file: string): boolean {
  return file.includes(teams.CHANNELS.repairs);
}

/** A person of the seeds with their accounts on both platforms. */
function person(key: keyof typeof PEOPLE) {
  const id = PEOPLE[key];
  const found = DEFAULT_SEED.people.find((one) => one.id === id);
  if (found === undefined) throw new Error(`The seed has no person ${id}.`);
  const { realName: name, email } = found;
  const accounts = { slack: id, teams: teams.PEOPLE[key] };
  return { name, ...(email === undefined ? {} : { email }), ...accounts };
}
