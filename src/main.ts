import { randomUUID } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import pTimeout from 'p-timeout';
import { type App, createApp } from './app/app.js';
import { hashConfiguration } from './app/configuration/hash-configuration.js';
import { resolveOrganisation } from './app/organisation/resolve-organisation.js';
import { createLateWork } from './app/problems/late-work.js';
import { followRestore } from './app/records/follow-restore.js';
import { createUnreadableRecords } from './app/records/unreadable-records.js';
import { findDataFolderFault } from './config/environment/data-folder.js';
import type { Settings } from './config/environment/environment.js';
import { readProcessEnvironment } from './config/environment/process-environment.js';
import { EXIT_CONFIG, formatFault } from './config/faults.js';
import { type Configuration, loadConfig } from './config/load.js';
import type { Organisation } from './domain/organisation/organisation.js';
import type { Platform } from './domain/organisation/person.js';
import type { Place } from './domain/organisation/place.js';
import { type ErrorCode, LASTING_CODES, RedressError } from './errors.js';
import { createMetrics, type Metrics } from './http/metrics.js';
import {
  createConfigurationCheck,
  createRecordsCheck,
  createSchedulerCheck,
  createStoreCheck,
} from './http/readiness.js';
import { createHttpServer, type HttpServer } from './http/server.js';
import { createLab, createLabPlugin, type Lab, withFaultInjection } from './lab/lab.js';
import { channelWithJournal, routeWithJournal, wakeableWithJournal } from './lab/with-journal.js';
import { createLogger } from './log.js';
import { type OpenedStores, openStores, toDocumentStores } from './open-stores.js';
import { createPlatforms, type Platforms } from './platforms.js';
import type { Channel } from './ports/channel.js';
import type { Clock } from './ports/clock.js';
import type { Intake } from './ports/intake.js';
import type { Logger } from './ports/logger.js';
import type { Scheduler } from './ports/scheduler.js';
import type { ComplaintStore } from './ports/stores/complaint-store.js';
import type { UnreadableRecords } from './ports/unreadable-records.js';
import { createShutdown } from './shutdown.js';
import { findLackOfRoom } from './storage/file-faults.js';
import { claimInstance, type Instance } from './storage/instance.js';
import type { Stores } from './storage/stores.js';

/** A running bot. */
export interface Bot {
  /** The port it listens on. */
  readonly port: number;
  /** Stops in order: takes no new events, finishes running work, releases leases and locks, closes. Under 10 s. */
  stop(): Promise<void>;
}

/** The services of a bot, once everything is open. */
interface Services {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly unreadable: UnreadableRecords;
  readonly stores: Stores;
  /** The complaint store the use cases work with; the lab can make it fail. */
  readonly complaints: ComplaintStore;
  readonly instance: Instance;
  /** Real time, ms UTC. */
  readonly realNow: () => number;
  readonly scheduler: Scheduler;
  readonly platforms: Platforms;
  readonly app: App;
  readonly lab: Lab | null;
}

/** The clock outside the playground: business time is real time. */
const SYSTEM_CLOCK: Clock = { now: () => Date.now(), toRealTime: (at) => at };

/**
 * The wait before the deliveries of a killed process are taken over, ms. Its last calls may still be
 * under way: no call for a delivery takes longer than 10 s (the time-out in
 * adapters/slack/outbound/client.ts), and half a second is for clocks and slow disks.
 */
const TAKEOVER_DELAY_MS = 10_500;
/** The same wait with a lab: then every platform is a fast simulator on this computer. */
const LAB_TAKEOVER_DELAY_MS = 500;

/** The time each step of a shutdown may take, ms, of 9 s in all; releasing locks takes 1.5 s more at most. */
const GRACE_MS = { handlers: 3000, jobs: 1500, deliveries: 1500, http: 1000 } as const;

/**
 * Starts a bot: store, platforms, people, use cases, the HTTP server once events can be stored, and the
 * scheduler last, so that no work has begun if the port is taken. Throws coded errors; then nothing stays
 * open. `realNow`: real time, ms UTC. `monotonicNow`: a time that only runs forward, ms.
 */
export async function startBot(
  configuration: Configuration,
  logger: Logger,
  realNow: () => number = Date.now,
  monotonicNow: () => number = () => performance.now(),
): Promise<Bot> {
  const { settings } = configuration;
  const instance = claimInstance(settings.dataFolder);
  const metrics = createMetrics();
  const unreadable = createUnreadableRecords(logger, metrics.meter);
  metrics.watchRecords(unreadable);
  const opened = await openStores(settings, logger, unreadable).catch((error: unknown) => {
    instance.release();
    throw error;
  });
  try {
    const parts = { logger, metrics, unreadable, instance, realNow, monotonicNow };
    return await startServices(await createServices(configuration, parts, opened));
  } catch (error) {
    await opened.stores.close();
    instance.release();
    throw error;
  }
}

/** What a bot has before its stores are open. */
type ProcessParts = Pick<Services, 'logger' | 'metrics' | 'unreadable' | 'instance' | 'realNow'> & {
  readonly monotonicNow: () => number;
};

async function createServices(
  configuration: Configuration,
  parts: ProcessParts,
  { stores, createScheduler }: OpenedStores,
): Promise<Services> {
  const { settings } = configuration;
  const lab = settings.labToken === null ? null : createLab(settings.dataFolder);
  const { logger, metrics, unreadable, instance, realNow, monotonicNow } = parts;
  const clock = lab?.clock ?? SYSTEM_CLOCK;
  const used = lab === null ? stores : { ...stores, ...withFaultInjection(stores, lab) };
  const { complaints, matches, inboxes, people, references, alarms, generations, problems } = used;
  const documents = toDocumentStores(used);
  // The adapters need the intake before it exists; no event arrives until they are started.
  const intake: Intake = { handle: (event) => app.intake.handle(event) };
  const places = findPlaces(configuration.organisation);
  const deps = { intake, references, places, logger, meter: metrics.meter, realNow, monotonicNow };
  const platforms = await createPlatforms(settings.platforms, deps);
  const scheduler = createScheduler({ stores: documents, clock, logger });
  const workspaces = await platforms.identify();
  const lookup = { channels: platforms.channels, logger };
  const resolved = await resolveOrganisation(configuration, people, workspaces, lookup);
  const organisation = await noteGeneration(resolved, stores);
  const watched = { stores: documents, clock, realNow };
  const app = createApp({
    ...{ complaints, matches, inboxes, people, unreadable, alarms, generations, problems },
    checkGroups: platforms.checkGroups,
    problemSources: [createLateWork({ ...watched, unreadable, problems })],
    ...{ organisation, workspaces, scheduler, clock, logger },
    meter: metrics.meter,
    channels: toChannelMap(platforms, lab),
    threadReaders: new Map(platforms.threadReaders.map((one) => [one.platform, one])),
    ...{ realNow, monotonicNow },
    newId: randomUUID,
    owner: instance.id,
  });
  metrics.watchBacklog({ ...watched, unreadable });
  return { ...parts, settings, stores, complaints, scheduler, platforms, app, lab };
}

/** The channels of all teams, and the operators'. */
function findPlaces({ teams, ops }: Configuration['organisation']): readonly Place[] {
  return [...teams.map(({ place }) => place), ...(ops === null ? [] : [ops])];
}

/** Begins the next generation if this configuration is not the newest one. */
async function noteGeneration(organisation: Organisation, stores: Stores): Promise<Organisation> {
  const { number } = await stores.generations.begin(hashConfiguration(organisation));
  return { ...organisation, generation: number };
}

function toChannelMap({ channels }: Platforms, lab: Lab | null): ReadonlyMap<Platform, Channel> {
  const wrap = (one: Channel) => (lab === null ? one : channelWithJournal(one, lab.journal));
  return new Map(channels.map((channel) => [channel.platform, wrap(channel)]));
}

async function startServices(services: Services): Promise<Bot> {
  const { settings, stores, instance, scheduler, platforms, app, lab, logger } = services;
  // The last messages of a killed process may still arrive: if they are looked up sooner, they are not
  // found and posted twice.
  const delayMs = lab === null ? TAKEOVER_DELAY_MS : LAB_TAKEOVER_DELAY_MS;
  await releaseLeases(stores, instance, services.realNow() + delayMs);
  await followRestore(app.deps, stores.installation);
  const http = createBotHttp(services);
  try {
    await platforms.start();
    const port = await http.start();
    const { wakeable } = app;
    await scheduler.start(lab === null ? wakeable : wakeableWithJournal(wakeable, lab.journal));
    app.background.runLater('take over', delayMs, 'take over', () => app.wakeable.sweep());
    app.background.run('renew accounts', () => app.accounts.renewNext());
    app.accounts.startSync();
    app.startFill();
    app.startClockWatch(() => scheduler.planAnew());
    app.startReplan();
    app.startCardRetries();
    logger.info({ port, store: settings.store.kind }, 'Redress is ready');
    return { port, stop: () => stopServices(services, http) };
  } catch (error) {
    await http.stop(0);
    await platforms.stop(0);
    await scheduler.stop(0);
    throw error;
  }
}

function createBotHttp(services: Services): HttpServer {
  const { settings, metrics, logger, scheduler, platforms, complaints, stores, app, lab } =
    services;
  const checks = [
    createStoreCheck(complaints, () => findLackOfRoom(settings.dataFolder)),
    createSchedulerCheck(scheduler),
    createRecordsCheck(services.unreadable),
    createConfigurationCheck(app.configuration),
    ...platforms.checks,
  ];
  const { routes } = platforms;
  const options = { ...settings.http, checks, metrics, logger };
  if (lab === null || settings.labToken === null) return createHttpServer({ ...options, routes });
  return createHttpServer({
    ...options,
    routes: routes.map((route) => routeWithJournal(route, lab.journal)),
    plugins: [createLabPlugin(lab, settings.labToken, app, toDocumentStores(stores))],
  });
}

async function stopServices(services: Services, http: HttpServer): Promise<void> {
  const { platforms, scheduler, app, stores, instance, logger } = services;
  http.drain();
  const handlersEnded = await platforms.stop(GRACE_MS.handlers);
  await scheduler.stop(GRACE_MS.jobs);
  app.background.close();
  const deliveriesEnded = await pTimeout(
    app.background.whenIdle().then(() => true),
    { milliseconds: GRACE_MS.deliveries, fallback: () => false },
  );
  await http.stop(GRACE_MS.http);
  // A delivery under way keeps its lease: its message must not be looked up before it can have arrived.
  if (deliveriesEnded) await releaseLeases(stores, instance, services.realNow());
  await stores.close();
  instance.release();
  logger.info({ handlersEnded, deliveriesEnded }, 'Redress stopped');
}

/** Hands the leases of this process over, in the stores of all kinds of documents. `dueAt`: real time, ms UTC. */
async function releaseLeases(stores: Stores, { id }: Instance, dueAt: number): Promise<void> {
  for (const store of Object.values(toDocumentStores(stores))) {
    await store.releaseLeases(id, dueAt);
  }
}

const readText = (path: string): string => readFileSync(path, 'utf8');

/** Runs the bot until a signal. Exit code: 0, 1 for an error, 78 for wrong settings. */
async function main(): Promise<void> {
  const outcome = loadConfig(readProcessEnvironment(readText), readText, findDataFolderFault);
  if (outcome.kind === 'faulty') {
    process.stderr.write('Redress cannot start with these settings:\n');
    for (const fault of outcome.faults) process.stderr.write(`  ${formatFault(fault)}\n`);
    process.exitCode = EXIT_CONFIG;
    return;
  }
  const logger = createLogger({ level: outcome.configuration.settings.logLevel });
  for (const warning of outcome.warnings) logger.warn({ ...warning }, 'doubtful setting');
  const starting = startBot(outcome.configuration, logger).catch((error: unknown) => {
    // With its cause, which the one sentence on standard error leaves out.
    logger.error({ error }, 'Redress cannot start');
    throw error;
  });
  const stop = createShutdown({
    starting,
    logger,
    exit: (code) => process.exit(code),
    fatal: exitWithError,
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  if (process.argv.includes(WITH_PARENT)) stopWithParent(stop);
  await starting;
}

/**
 * Argument of `npm start`: standard input is a pipe from it. The bot runs in its own process group,
 * so only the end of the pipe shows that `npm start` was killed; otherwise the bot would keep the port.
 */
const WITH_PARENT = '--with-parent';

/** Argument of the playground, which starts the bot again after any exit code but {@link EXIT_CONFIG}. */
const WITH_RESTARTS = '--with-restarts';

/** Would another start of the bot fail, too? Under the playground also while another one uses the folder. */
function isLasting(code: ErrorCode): boolean {
  const isLocked = code === 'STORE_LOCKED' && process.argv.includes(WITH_RESTARTS);
  return LASTING_CODES.has(code) || isLocked;
}

function stopWithParent(stop: () => void): void {
  process.stdin.once('end', stop).once('error', stop).resume();
}

/** Ends the process after an error, with our own message if there is one. */
function exitWithError(error: unknown): never {
  const isOurs = error instanceof RedressError;
  const message = isOurs ? `${error.code}: ${error.message}` : String((error as Error)?.stack);
  process.stderr.write(`${message}\n`);
  process.exit(isOurs && isLasting(error.code) ? EXIT_CONFIG : 1);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  await main().catch(exitWithError);
}
