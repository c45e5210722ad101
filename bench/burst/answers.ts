import { type Figure, findPercentile, toTargetFigure } from '../figures.js';
import type { RunningProgram } from '../programs.js';
import { timeForm } from '../slack/form.js';
import type { SlackStub } from '../stubs/slack-stub.js';
import { timeHealth, watchEvery } from '../watch.js';

/** Between two requests, ms. */
const HEALTH_EVERY_MS = 50;
const FORM_EVERY_MS = 500;

/** `/healthz` takes at most so long for 99 of 100, and a form always, ms. */
const TARGET_HEALTH_MS = 100;
const TARGET_FORM_MS = 300;

/** How long a process took to answer, ms each. */
export interface Answered {
  /** `/healthz`. */
  readonly health: readonly number[];
  /** `/complaint` until `views.open`. */
  readonly forms: readonly number[];
}

/** Asks for `/healthz` and opens forms at fixed times, until it is stopped. */
export function watchAnswers(bot: RunningProgram, stub: SlackStub): { stop(): Promise<Answered> } {
  const health = watchEvery(HEALTH_EVERY_MS, () => timeHealth(bot.port));
  const forms = watchEvery(FORM_EVERY_MS, () => timeForm(bot, stub));
  return { stop: async () => ({ health: await health.stop(), forms: await forms.stop() }) };
}

/** The figures beside their targets: the middle, the 99th percentile and the longest. */
export function toAnswerFigures(name: string, { health, forms }: Answered): readonly Figure[] {
  const shares = { p50: 0.5, p99: 0.99, max: 1 };
  return Object.entries(shares).flatMap(([label, share]) => [
    toTargetFigure(
      `${name}-healthz-${label}`,
      'ms',
      findPercentile(health, share),
      TARGET_HEALTH_MS,
    ),
    toTargetFigure(`${name}-form-${label}`, 'ms', findPercentile(forms, share), TARGET_FORM_MS),
  ]);
}
