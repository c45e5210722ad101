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

/** `/complaint`, each with its own trigger. */
export function createSlashCommand(): SignedRequest {
  count += 1;
  return sign({
    token: 'unused',
    team_id: 'T1',
    team_domain: 'bench',
    channel_id: 'C1',
    channel_name: 'general',
    user_id: 'U1',
    user_name: 'ann',
    command: '/complaint',
    text: '',
    api_app_id: 'A1',
    response_url: 'https://hooks.slack.com/commands/unused',
    trigger_id: `${count}.1.bench`,
  });
}

/** A submission of the intake form. `view`: the view that a program opened; `values`: its state. */
export function createSubmission(
  view: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, unknown>>,
): SignedRequest {
  count += 1;
  const user = { id: `U${count % 500}`, username: 'ann', name: 'ann', team_id: 'T1' };
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
