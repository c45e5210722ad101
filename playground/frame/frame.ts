import type { FastifyInstance } from 'fastify';
import type { MountedWorkspace } from '../slack/options.js';
import type { TeamsTenant } from '../teams/tenant.js';
import { type ActivityLog, createActivityLog } from './activity-log.js';
import type { BotControl } from './bot-control.js';
import { type ClockChanges, createClockChanges } from './clock-changes.js';
import { createFaultInjection, type FaultInjection } from './fault-injection.js';
import { serveFaults } from './fault-routes.js';
import { guardPage } from './guard.js';
import { createLabClient, type LabAddress, type LabClient, serveLab } from './lab.js';
import { createLiveUpdates, type LiveUpdates } from './live.js';
import { listPeople } from './people.js';
import { createRegister, type Register } from './register.js';
import { type FrameSamples, serveSamples } from './samples.js';
import type { StateFile } from './state-file.js';

/** What both pages share: one state, one event stream, the bot's lab and control of the bot. */
export interface Frame {
  /** Forgets everything, for a reset. Resolves when that is on disk. */
  clear(): Promise<void>;
  /** Ends the open streams. Resolves when the state is on disk. */
  stop(): Promise<void>;
}

export interface FrameOptions {
  /** The Slack workspace, as its server gives it to mounted routes. */
  readonly slack: MountedWorkspace;
  readonly teams: TeamsTenant;
  /** The bot's address and the token of its lab. */
  readonly lab: LabAddress;
  readonly botControl: BotControl;
  /** Undefined until they can be made. */
  readonly samples: () => FrameSamples | undefined;
  readonly stateFile: StateFile;
  /** Real time, ms UTC. */
  readonly now?: () => number;
}

/** The frame's parts, put together. */
interface FrameParts {
  readonly options: FrameOptions;
  readonly ask: LabClient;
  readonly live: LiveUpdates;
  readonly clockChanges: ClockChanges;
  readonly register: Register;
  readonly activityLog: ActivityLog;
  readonly faultInjection: FaultInjection;
  readonly findName: (account: string) => string | undefined;
}

/** Serves `/frame/*` and `/lab/*`, to the playground's own pages only. */
export function serveFrame(server: FastifyInstance, options: FrameOptions): Frame {
  const parts = createParts(options);
  const { live, clockChanges, activityLog, faultInjection } = parts;
  const stopListening = [
    options.slack.core.listen((change) => live.broadcast({ kind: 'slack', change })),
    options.teams.listen((change) => live.broadcast({ kind: 'teams', change })),
  ];
  void server.register((page, _options, done) => {
    guardPage(page);
    page.get('/frame/events', (_request, reply) => live.connect(reply));
    serveState(page, parts);
    serveFaults(page, { ...parts, ...options });
    serveReset(page, parts);
    serveSamples(page, { ...parts, ...options });
    serveLab(page, parts.ask, clockChanges);
    done();
  });
  return {
    async clear() {
      activityLog.clear();
      await Promise.all([clockChanges.clear(), faultInjection.clear()]);
    },
    async stop() {
      for (const stop of stopListening) stop();
      faultInjection.stop();
      live.stop();
      await options.stateFile.save();
    },
  };
}

function createParts(options: FrameOptions): FrameParts {
  const { slack, teams, lab, stateFile, botControl, now = Date.now } = options;
  const { core, workspace } = slack;
  const ask = createLabClient(lab);
  const live = createLiveUpdates(lab.url);
  const clockChanges = createClockChanges(stateFile, now, () => live.broadcast({ kind: 'clock' }));
  const findName = (id: string): string | undefined =>
    core.state.people.find((person) => person.id === id)?.realName ?? teams.person(id)?.name;
  const faultDependencies = { slack: workspace, teams, ask, botControl, live, now };
  return {
    options,
    ask,
    live,
    clockChanges,
    findName,
    register: createRegister(ask, clockChanges, findName),
    activityLog: createActivityLog({
      ask,
      slackCalls: () => workspace().requests(),
      teamsCalls: () => teams.requests(),
    }),
    faultInjection: createFaultInjection(faultDependencies, stateFile, () =>
      live.broadcast({ kind: 'trouble' }),
    ),
  };
}

function serveState(page: FastifyInstance, parts: FrameParts): void {
  const { options, live, clockChanges, register, activityLog } = parts;
  page.get('/frame/state', async () => {
    const complaints = await register.read();
    const botUp = complaints !== null || (await live.check());
    const { state = 'none', references = [] } = options.samples()?.list ?? {};
    const people = listPeople({ slack: options.slack.core, teams: options.teams });
    const marked = complaints?.map((complaint) => ({
      ...complaint,
      sample: references.includes(complaint.reference),
    }));
    return { botUp, people, moves: clockChanges.all(), complaints: marked ?? null, samples: state };
  });
  page.get('/frame/underneath', async () => ({ entries: await activityLog.read() }));
}

function serveReset(page: FastifyInstance, { options, live }: FrameParts): void {
  let running: Promise<void> | undefined;
  const reset = async (): Promise<void> => {
    await options.botControl.reset();
    // the pages reload now and must find the bot known as up
    await live.check();
    live.broadcast({ kind: 'reset' });
  };
  page.post('/frame/reset', async (_request, reply) => {
    running ??= reset().finally(() => {
      running = undefined;
    });
    try {
      await running;
      return {};
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return reply.code(500).send({ error: why });
    }
  });
}
