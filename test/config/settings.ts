import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { faultLine } from '../../src/config/faults.js';
import { type Configuration, loadConfig } from '../../src/config/load.js';

/** Variables with which the bot starts; no real secrets. */
export const GOOD_ENVIRONMENT = {
  SLACK_BOT_TOKEN: 'xoxb-1234567890-abcdefghij',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
} as const;

/** The smallest `redress.yml` there is. */
export const SMALL_FILE = `
hours: { zone: Europe/London }
teams:
  billing:
    place: { slack: C0123456789 }
    members: [{ name: Ben Baker, email: ben@example.org }]
officers: [ben@example.org]
`;

/** Loads with this file as `redress.yml`. */
export function load(file = SMALL_FILE, environment: Record<string, string | undefined> = {}) {
  return loadConfig({ ...GOOD_ENVIRONMENT, ...environment }, () => file);
}

/** The configuration; fails the test with the faults when there are any. */
export function loaded(
  file = SMALL_FILE,
  environment: Record<string, string | undefined> = {},
): Configuration {
  const outcome = load(file, environment);
  if (outcome.kind === 'valid') return outcome.configuration;
  throw new Error(outcome.faults.map(faultLine).join('\n'));
}

/** The lines of all faults; fails the test when there are none. */
export function faultsOf(
  file = SMALL_FILE,
  environment: Record<string, string | undefined> = {},
): readonly string[] {
  const outcome = load(file, environment);
  expect(outcome.kind).to.equal('faulty');
  return outcome.kind === 'faulty' ? outcome.faults.map(faultLine) : [];
}

/** A file of the project's root. */
export function rootFile(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
}
