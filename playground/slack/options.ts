import type { FastifyInstance } from 'fastify';
import type { Rate } from './rate-limit.js';
import type { Core } from './state.js';
import type { WorkspaceSeed } from './types.js';
import type { SlackWorkspace } from './workspace.js';

/** How a workspace is started. Times are real time in ms. */
export interface SlackWorkspaceOptions {
  /** 0 or missing: any free port. Binds 127.0.0.1 only. */
  port?: number;
  /** Base URL of the bot, e.g. `http://127.0.0.1:3000`; asked at every request. */
  botUrl: () => string;
  botToken: string;
  signingSecret: string;
  /** The bot token's scopes; all when missing. */
  scopes?: readonly string[];
  /** When given, Socket Mode is offered. */
  appToken?: string;
  /** Where the state is kept over restarts; missing: in memory only. */
  file?: string;
  /** Used only when the file does not exist yet; missing: {@link DEFAULT_SEED}. */
  seed?: WorkspaceSeed;
  /** Unix ms. */
  now?: () => number;
  /** How long Slack waits for the bot's answer; 3,000 when missing. */
  answerMs?: number;
  /** How long an outcome waits for a modal after an empty answer; 250 when missing, 0 for none. */
  settleMs?: number;
  /** Waits before an event is sent again; at once, 1 min and 5 min when missing. */
  retryDelaysMs?: readonly number[];
  /** Messages a channel takes; one a second with a burst of four when missing, `false`: no limit. */
  rate?: Rate | false;
  /** Puts more on the workspace's server before it listens: pages, routes of another platform. */
  mount?: (server: FastifyInstance, mounted: MountedWorkspace) => void;
}

/** What routes beside the workspace's own work with. */
export interface MountedWorkspace {
  readonly core: Core;
  /** Throws before the server listens. */
  readonly workspace: () => SlackWorkspace;
}
