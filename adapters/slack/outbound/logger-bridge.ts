import { LogLevel } from '@slack/bolt';
import type { Logger } from '../../../src/ports/logger.js';

/** What Slack's libraries log with. */
type SdkLogger = NonNullable<ConstructorParameters<typeof import('@slack/bolt').App>[0]>['logger'];

/** Longest line taken from a library. */
const LONGEST = 300;

/**
 * Gives Slack's libraries our logs. Their debug lines hold whole requests and answers, message
 * text and names included, and are dropped; of the others only the words come through, never the
 * objects logged with them.
 */
export function bridge(logger: Logger): NonNullable<SdkLogger> {
  const words = (level: 'info' | 'warn' | 'error') => (first: unknown) =>
    logger[level === 'info' ? 'debug' : level]({ source: 'slack-sdk' }, said(first));
  return {
    debug: () => undefined,
    info: words('info'),
    warn: words('warn'),
    error: words('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function said(first: unknown): string {
  if (first instanceof Error) return first.name;
  return typeof first === 'string' ? first.slice(0, LONGEST) : 'Slack library';
}
