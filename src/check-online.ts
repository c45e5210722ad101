import type { ConfiguredOrganisation } from './app/organisation/resolve-organisation.js';
import type { PlatformSettings } from './config/environment/environment.js';
import { PLATFORM_NAMES } from './config/environment/platforms.js';
import type { Configuration } from './config/load.js';
import { type ConfigPath, formatPath } from './config/organisation/reader.js';
import { mapPlatforms, PLATFORMS, type Platform } from './domain/organisation/person.js';
import { RedressError } from './errors.js';
import { type AdapterDependencies, createPlatforms } from './platforms.js';
import { silentLogger } from './ports/logger.js';
import { silentMeter } from './ports/meter.js';
import type { CheckedPerson, Finding, OnlineSubjects } from './ports/online-check.js';

/** What one platform says of the configuration. */
export interface PlatformReport {
  readonly platform: Platform;
  readonly findings: readonly Finding[];
}

/** Where a part of `redress.yml` stands: `redress.yml:LINE`. */
type Locate = (path: ConfigPath) => string;

/**
 * Asks each configured platform whether the configuration is right: credentials, permissions, channels,
 * groups, people. Opens no store and takes no requests. Never throws for what a platform does.
 */
export async function checkOnline(
  { settings, organisation }: Configuration,
  locate: Locate,
): Promise<readonly PlatformReport[]> {
  const subjects = toSubjects(organisation, locate);
  const configured = PLATFORMS.filter((platform) => settings.platforms[platform] !== null);
  const places = subjects.places.map(({ place }) => place);
  const reports = await Promise.all(
    configured.map(async (platform) => ({
      platform,
      findings: await askPlatform(settings.platforms, platform, subjects, { ...NOTHING, places }),
    })),
  );
  return settleAbsences(reports);
}

/** An adapter that only asks receives nothing and stores nothing. */
const NOTHING: Omit<AdapterDependencies, 'places'> = {
  intake: { handle: async () => ({ kind: 'none' }) },
  references: {
    get: async () => undefined,
    all: async () => new Map(),
    put: async () => undefined,
    remove: async () => undefined,
  },
  logger: silentLogger,
  meter: silentMeter,
};

/** Creates the adapter of one platform alone, so that its fault leaves the others their say. */
async function askPlatform(
  settings: PlatformSettings,
  platform: Platform,
  subjects: OnlineSubjects,
  deps: AdapterDependencies,
): Promise<readonly Finding[]> {
  const alone = { ...mapPlatforms(() => null), [platform]: settings[platform] } as PlatformSettings;
  try {
    const platforms = await createPlatforms(alone, deps);
    return await platforms.checkOnline(subjects);
  } catch (error) {
    if (!(error instanceof RedressError)) throw error;
    return [{ verdict: 'wrong', where: PLATFORM_NAMES[platform], what: error.message }];
  }
}

/**
 * A person of whom only the e-mail address is known needs an account on one of the platforms. Where
 * one has more to say of them, the others' ignorance is nothing wrong; where none has, it is.
 */
function settleAbsences(reports: readonly PlatformReport[]): readonly PlatformReport[] {
  const all = reports.flatMap(({ findings }) => findings);
  const settle = (finding: Finding): readonly Finding[] => {
    if (finding.verdict !== 'absent') return [finding];
    const others = all.filter((one) => one.where === finding.where && one !== finding);
    if (others.some(({ verdict }) => verdict !== 'absent')) return [];
    return [{ ...finding, verdict: 'wrong' }];
  };
  return reports.map(({ platform, findings }) => ({
    platform,
    findings: findings.flatMap(settle),
  }));
}

/** What `redress.yml` says that a platform can be asked about, with the line of each part. */
export function toSubjects(
  { teams, officers, ops }: ConfiguredOrganisation,
  locate: Locate,
): OnlineSubjects {
  const at = (...path: readonly (string | number)[]): string =>
    `${locate(path)}: ${formatPath(path)}`;
  return {
    places: [
      ...teams.map(({ key, place }) => ({ where: at('teams', key, 'place'), place })),
      ...(ops === null ? [] : [{ where: at('ops'), place: ops }]),
    ],
    groups: teams.flatMap(({ key, group }) =>
      group === null ? [] : [{ where: at('teams', key, 'group'), group }],
    ),
    people: toPeople({ teams, officers }, at),
  };
}

/** Each person once, where the file names them first. */
function toPeople(
  { teams, officers }: Pick<ConfiguredOrganisation, 'teams' | 'officers'>,
  at: (...path: readonly (string | number)[]) => string,
): readonly CheckedPerson[] {
  const mentions = [
    ...teams.flatMap(({ key, members, lead }) => [
      ...members.map((person, n) => ({ person, where: at('teams', key, 'members', n) })),
      ...(lead === null ? [] : [{ person: lead, where: at('teams', key, 'lead') }]),
    ]),
    ...officers.map((person, n) => ({ person, where: at('officers', n) })),
  ];
  const first = new Map([...mentions].reverse().map((mention) => [mention.person, mention]));
  return mentions
    .filter((mention) => first.get(mention.person) === mention)
    .map(({ person, where }) => ({
      where: `${where} (${person.name})`,
      email: person.email,
      ids: mapPlatforms((platform) => person[platform]),
      memberOf: teams.filter(({ members }) => members.includes(person)).map(({ place }) => place),
    }));
}
