import type { FastifyInstance } from 'fastify';
import type { MountedWorkspace } from '../slack/options.js';
import type { TeamsTenant } from '../teams/tenant.js';
import type { OpenBook } from './book.js';
import { guardPage } from './guard.js';
import type { Host } from './host.js';
import { type AskLab, type LabAddress, makeAskLab, serveLab } from './lab.js';
import { type Live, makeLive } from './live.js';
import { type Moves, makeMoves } from './moves.js';
import { peopleOf } from './people.js';
import { makeRegister, type Register } from './register.js';
import { type FrameSamples, serveSamples } from './samples.js';
import { makeTroubles, type Troubles } from './trouble.js';
import { serveTroubles } from './trouble-routes.js';
import { makeUnderneath, type Underneath } from './underneath.js';

/** What both pages share: one state, one stream, the bot's lab, and what can be done to the bot. */
export interface Frame {
  /** Everything the frame keeps, for a reset. Resolves when it is on disk. */
  forget(): Promise<void>;
  /** Ends the open streams, and resolves when what is kept is on disk. */
  stop(): Promise<void>;
}

export interface FrameOptions {
  /** The Slack workspace, as its server hands it to what is mounted. */
  readonly slack: MountedWorkspace;
  readonly teams: TeamsTenant;
  /** Where the bot is and by which token its lab lets us in. */
  readonly lab: LabAddress;
  readonly host: Host;
  /** Undefined until they can be made. */
  readonly samples: () => FrameSamples | undefined;
  readonly book: OpenBook;
  /** Real time, ms UTC. */
  readonly now?: () => number;
}

/** The frame's parts, put together. */
interface Parts {
  readonly options: FrameOptions;
  readonly ask: AskLab;
  readonly live: Live;
  readonly moves: Moves;
  readonly register: Register;
  readonly underneath: Underneath;
  readonly troubles: Troubles;
  readonly nameOf: (account: string) => string | undefined;
}

/** Serves `/frame/*` and `/lab/*`, to the playground's own pages only. */
export function serveFrame(server: FastifyInstance, options: FrameOptions): Frame {
  const parts = join(options);
  const { live, moves, underneath, troubles } = parts;
  const silences = [
    options.slack.core.listen((change) => live.tell({ kind: 'slack', change })),
    options.teams.listen((change) => live.tell({ kind: 'teams', change })),
  ];
  void server.register((page, _options, done) => {
    guardPage(page);
    page.get('/frame/events', (_request, reply) => live.connect(reply));
    serveReadings(page, parts);
    serveTroubles(page, { ...parts, ...options });
    serveReset(page, parts);
    serveSamples(page, { ...parts, ...options });
    serveLab(page, parts.ask, moves);
    done();
  });
  return {
    async forget() {
      underneath.forget();
      await Promise.all([moves.forget(), troubles.forget()]);
    },
    async stop() {
      for (const silence of silences) silence();
      troubles.stop();
      live.stop();
      await options.book.save();
    },
  };
}

function join(options: FrameOptions): Parts {
  const { slack, teams, lab, book, host, now = Date.now } = options;
  const { core, workspace } = slack;
  const ask = makeAskLab(lab);
  const live = makeLive(lab.url);
  const moves = makeMoves(book, now, () => live.tell({ kind: 'clock' }));
  const nameOf = (id: string): string | undefined =>
    core.state.people.find((person) => person.id === id)?.realName ?? teams.person(id)?.name;
  const made = { slack: workspace, teams, ask, host, live, now };
  return {
    options,
    ask,
    live,
    moves,
    nameOf,
    register: makeRegister(ask, moves, nameOf),
    underneath: makeUnderneath({
      ask,
      slackCalls: () => workspace().requests(),
      teamsCalls: () => teams.requests(),
    }),
    troubles: makeTroubles(made, book, () => live.tell({ kind: 'trouble' })),
  };
}

function serveReadings(page: FastifyInstance, parts: Parts): void {
  const { options, live, moves, register, underneath } = parts;
  page.get('/frame/state', async () => {
    const complaints = await register.read();
    const botUp = complaints !== null || (await live.check());
    const { state = 'none', references = [] } = options.samples()?.list ?? {};
    const people = peopleOf({ slack: options.slack.core, teams: options.teams });
    const marked = complaints?.map((complaint) => ({
      ...complaint,
      sample: references.includes(complaint.reference),
    }));
    return { botUp, people, moves: moves.all(), complaints: marked ?? null, samples: state };
  });
  page.get('/frame/underneath', async () => ({ entries: await underneath.read() }));
}

function serveReset(page: FastifyInstance, { options, live }: Parts): void {
  let running: Promise<void> | undefined;
  const reset = async (): Promise<void> => {
    await options.host.reset();
    // the pages load anew: they are to find a bot that is known to be up
    await live.check();
    live.tell({ kind: 'reset' });
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
