import type { TenantSeed } from './types.js';

/** How a tenant is started. Times are real time in ms. */
export interface TeamsTenantOptions {
  /** For {@link startTeamsTenant}. 0 or missing: any free port. Binds 127.0.0.1 only. */
  port?: number;
  /** Base URL of the bot, e.g. `http://127.0.0.1:3000`; asked at every request. */
  botUrl: () => string;
  /** The bot's app id (a GUID) and client secret. */
  appId: string;
  appPassword: string;
  /** Where the state is kept over restarts; missing: in memory only. */
  file?: string;
  /** Used only when the file does not exist yet; missing: {@link DEFAULT_SEED}. */
  seed?: TenantSeed;
  /** Unix ms. */
  now?: () => number;
  /** How long Teams waits for the bot; when missing, 5,000 for invokes and 15,000 for the rest. */
  answerMs?: number;
  /** Waits before a message or an update is sent again that the bot did not take; 1, 5 and 30 s when missing. */
  retryDelaysMs?: readonly number[];
  /** `false`: no throttling. */
  rate?: false;
  /** Life of an access token, s; 3,599 when missing. */
  tokenSeconds?: number;
  /** Members on one page, whatever is asked for; missing: as asked, 50 to 500. */
  membersPage?: number;
}
