import { stringify } from 'yaml';
import type { PlaygroundSecrets } from './secrets.js';
import { CHANNELS, DEFAULT_SEED, GROUPS, PEOPLE } from './slack/seed.js';
import * as teams from './teams/seed.js';

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the person who started the playground asked for. */
export interface PlaygroundSettings {
  /** Folder of everything the playground keeps, apart from what a real workspace would use. */
  readonly folder: string;
  /** 0: any free port. */
  readonly botPort: number;
  readonly pagePort: number;
}

export type PlaygroundReading =
  | { readonly kind: 'valid'; readonly settings: PlaygroundSettings }
  | { readonly kind: 'refused'; readonly why: string };

/** Is a chat platform configured, be it by half? Then the bot says what is missing, and nobody gets a playground by surprise. */
export function platformConfigured(environment: Environment): boolean {
  const decides = /^(SLACK_(BOT_TOKEN|SIGNING_SECRET|APP_TOKEN)$|MICROSOFT_APP)/;
  return Object.entries(environment).some(([name, value]) => decides.test(name) && value?.trim());
}

/** Reads what the playground needs of the variables. */
export function readSettings(environment: Environment): PlaygroundReading {
  const botPort = portOf(environment.PORT, 3000);
  const pagePort = portOf(environment.PLAYGROUND_PORT, 3001);
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

function refused(why: string): PlaygroundReading {
  return { kind: 'refused', why };
}

function portOf(text: string | undefined, standard: number): number | undefined {
  const written = text?.trim();
  if (!written) return standard;
  return /^\d{1,5}$/.test(written) && Number(written) <= 65_535 ? Number(written) : undefined;
}

/** Where the bot finds the playground, and where it is to listen. */
export interface BotSurroundings {
  readonly folder: string;
  readonly configFile: string;
  readonly botPort: number;
  /** Address of the simulated Web API of Slack. */
  readonly slackApi: string;
  /** Address of the simulated Teams. */
  readonly teamsApi: string;
  readonly secrets: PlaygroundSecrets;
}

/** The bot's variables. Empty ones are set too, so that a file `.env` does not fill them in. */
export function botEnvironment(environment: Environment, around: BotSurroundings): Environment {
  return {
    ...environment,
    SLACK_BOT_TOKEN: around.secrets.botToken,
    SLACK_SIGNING_SECRET: around.secrets.signingSecret,
    SLACK_APP_TOKEN: '',
    SLACK_API_URL: around.slackApi,
    MICROSOFT_APP_ID: around.secrets.appId,
    MICROSOFT_APP_PASSWORD: around.secrets.appPassword,
    MICROSOFT_APP_CERTIFICATE: '',
    MICROSOFT_APP_TENANT_ID: teams.TENANT_ID,
    TEAMS_API_URL: around.teamsApi,
    MONGODB_URI: playgroundMongo(environment.MONGODB_URI),
    REDRESS_LAB_TOKEN: around.secrets.labToken,
    REDRESS_CONFIG: around.configFile,
    REDRESS_DATA: around.folder,
    HOST: '127.0.0.1',
    PORT: String(around.botPort),
    // its log would drown what the playground has to say
    LOG_LEVEL: environment.LOG_LEVEL?.trim() || 'warn',
  };
}

/**
 * The bot's MONGODB_URI, empty when `uri` is: the same server with a database of the playground's own,
 * so that what is tried out never mixes with real complaints. Whoever logs in still does so against the database they did before
 * (mongodb.com/docs/manual/reference/connection-string: authSource is the path's, else `admin`).
 */
export function playgroundMongo(uri: string | undefined): string {
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

/** A `redress.yml` for both seeds: Billing works in Slack and Repairs in Teams, so that complaints cross. */
export function playgroundFile(): string {
  const organisation = {
    hours: { zone: 'Europe/London', 'mon-fri': '09:00-12:30, 13:30-17:30' },
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
      'wrong-bill': { name: 'A wrong bill', team: 'billing' },
      payment: { name: 'A payment or refund', team: 'billing' },
      'late-repair': { name: 'A late repair', team: 'repairs' },
      'poor-repair': { name: 'A repair done badly', team: 'repairs' },
      'staff-conduct': { name: 'Conduct of staff', team: 'billing', confidential: true },
    },
    officers: [person('omar')],
    ops: { slack: CHANNELS.ops },
  };
  return HEADER + stringify(organisation, { lineWidth: 0 });
}

/** Does this `redress.yml` have Repairs in Teams, as {@link playgroundFile} has it? An older playground's has not. */
export function repairsInTeams(file: string): boolean {
  return file.includes(teams.CHANNELS.repairs);
}

/** One of the seeded people, by their accounts on both platforms. */
function person(key: keyof typeof PEOPLE) {
  const id = PEOPLE[key];
  const found = DEFAULT_SEED.people.find((one) => one.id === id);
  if (found === undefined) throw new Error(`The seed has no person ${id}.`);
  const { realName: name, email } = found;
  const accounts = { slack: id, teams: teams.PEOPLE[key] };
  return { name, ...(email === undefined ? {} : { email }), ...accounts };
}
