import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request older or newer than this is refused (docs.slack.dev/authentication/verifying-requests-from-slack). Ms. */
const WINDOW_MS = 5 * 60_000;

/** Headers as Node gives them: names in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Why a request is not believed; for our logs, never for the sender. */
export type VerificationFailure = 'no-signature' | 'bad-time' | 'outside-window' | 'bad-signature';

/**
 * Checks that a request comes from Slack: its time lies within five minutes of `now` on either
 * side, and its signature is ours, compared in constant time. Fails closed.
 * @param now real time, ms UTC
 */
export function verifyRequest(
  headers: Headers,
  body: Buffer,
  secret: string,
  now: number,
): VerificationFailure | undefined {
  const time = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof time !== 'string' || typeof signature !== 'string') return 'no-signature';
  if (!/^\d{1,12}$/.test(time)) return 'bad-time';
  if (!(Math.abs(now - Number(time) * 1000) <= WINDOW_MS)) return 'outside-window';
  const expected = Buffer.from(computeSignature(secret, time, body));
  const given = Buffer.from(signature);
  const same = given.length === expected.length && timingSafeEqual(given, expected);
  return same ? undefined : 'bad-signature';
}

/** Slack's signature, version 0, of a body sent at `time` (Unix seconds). */
export function computeSignature(secret: string, time: string, body: Buffer): string {
  const mac = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest('hex');
  return `v0=${mac}`;
}
