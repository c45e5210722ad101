import { createHmac } from 'node:crypto';

/** The signing secret of both programs. */
export const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
export const BOT_TOKEN = 'xoxb-1111111111-2222222222-benchmark';

/** A request signed as Slack signs (docs.slack.dev/authentication/verifying-requests-from-slack). */
export interface SignedRequest {
  readonly method: 'POST';
  readonly path: '/slack/events';
  readonly headers: Record<string, string>;
  readonly body: string;
}

export function sign(form: Readonly<Record<string, string>>): SignedRequest {
  const body = new URLSearchParams(form).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`);
  return {
    method: 'POST',
    path: '/slack/events',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hmac.digest('hex')}`,
    },
    body,
  };
}

let count = 0;

/** The people who write to the bot. */
const USERS = 500;

/** One of {@link USERS}, the next for the next number. */
export function toUser(n: number): string {
  return `U${n % USERS}`;
}

/** What a slash command says, where it does not matter. */
export interface SlashCommand {
  /** What follows `/complaint`. */
  readonly text?: string;
  readonly user?: string;
  /** Where an answer goes that does not fit into that to the request. */
  readonly responseUrl?: string;
}

/** `/complaint`, each with its own trigger. */
export function createSlashCommand(command: SlashCommand = {}): SignedRequest {
  return createTriggeredCommand(command).request;
}

/** The same, with the trigger that the form is opened by. */
export function createTriggeredCommand({
  text = '',
  user = 'U1',
  responseUrl = 'https://hooks.slack.com/commands/unused',
}: SlashCommand = {}): { readonly request: SignedRequest; readonly trigger: string } {
  count += 1;
  const trigger = `${count}.1.bench`;
  const request = sign({
    token: 'unused',
    team_id: 'T1',
    team_domain: 'bench',
    channel_id: 'C1',
    channel_name: 'general',
    user_id: user,
    user_name: 'ann',
    command: '/complaint',
    text,
    api_app_id: 'A1',
    response_url: responseUrl,
    trigger_id: trigger,
  });
  return { request, trigger };
}

/** A submission of the intake form. `view`: the view that a program opened; `values`: its state. */
export function createSubmission(
  view: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, unknown>>,
): SignedRequest {
  count += 1;
  const user = { id: toUser(count), username: 'ann', name: 'ann', team_id: 'T1' };
  const payload = {
    type: 'view_submission',
    team: { id: 'T1', domain: 'bench' },
    user,
    api_app_id: 'A1',
    token: 'unused',
    trigger_id: `${count}.1.bench`,
    view: { id: `V${count}`, team_id: 'T1', ...view, state: { values } },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  };
  return sign({ payload: JSON.stringify(payload) });
}
