/** A Web API call that Slack answers with `ok: false`; turned into that answer in one place. */
export class Refusal extends Error {
  /** Slack's error name, e.g. `channel_not_found`. */
  readonly code: string;
  /** The reasons Slack lists in `response_metadata.messages`, without their `[ERROR]`. */
  readonly reasons: readonly string[];

  constructor(code: string, reasons: readonly string[] = []) {
    super(reasons.length > 0 ? `${code}: ${reasons.join('; ')}` : code);
    this.name = 'Refusal';
    this.code = code;
    this.reasons = reasons;
  }
}
