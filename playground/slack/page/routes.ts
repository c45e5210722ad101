import type { FastifyInstance } from 'fastify';
import type { SlackWorkspaceOptions } from '../options.js';
import type { Core } from '../state.js';
import type { SlackWorkspace } from '../workspace.js';

/** Serves the page; returns what stops its live connections. */
export function servePage(
  _server: FastifyInstance,
  _parts: {
    core: Core;
    options: SlackWorkspaceOptions;
    workspace: () => SlackWorkspace | undefined;
  },
): () => void {
  return () => undefined;
}
