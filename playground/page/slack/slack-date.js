/** Slack's date tokens (docs.slack.dev/messaging/formatting-message-text#date-formatting). */
const TOKENS = new Set([
  'date_num',
  'date',
  'date_short',
  'date_long',
  'date_pretty',
  'date_short_pretty',
  'date_long_pretty',
  'time',
  'time_secs',
  'ago',
]);

/** True for a format with at least one token, all of them Slack's. */
export function isDateFormat(format) {
  const used = [...format.matchAll(/\{([^{}]*)\}/g)].map(([, token]) => token);
  return used.length > 0 && used.every((token) => TOKENS.has(token));
}
