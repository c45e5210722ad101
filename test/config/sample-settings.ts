import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { formatFault } from '../../src/config/faults.js';
import { type Configuration, loadConfig } from '../../src/config/load.js';

/** Valid variables for Slack; no real secrets. */
export const GOOD_ENVIRONMENT = {
  SLACK_BOT_TOKEN: 'xoxb-1234567890-abcdefghij',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
} as const;

/** Valid variables for Teams; no real secrets. */
export const TEAMS_ENVIRONMENT = {
  MICROSOFT_APP_ID: '9b2f6c1e-4d3a-4f58-8e07-6a1b2c3d4e5f',
  MICROSOFT_APP_TENANT_ID: '2e8d7c6b-5a49-4382-9f10-e1d2c3b4a596',
  MICROSOFT_APP_PASSWORD: 'q7~8Q~fJ2kLmN4pRsT6vWxYz1aBcD3eFgH5iJkLm',
} as const;

/** The smallest valid `redress.yml`. */
export const SMALL_FILE = `
hours: { zone: Europe/London }
teams:
  billing:
    place: { slack: C0123456789 }
    members: [{ name: Ben Baker, email: ben@example.org }]
officers: [ben@example.org]
`;

/** Loads the configuration with this text as `redress.yml`. */
export function loadWith(file = SMALL_FILE, environment: Record<string, string | undefined> = {}) {
  return loadConfig({ ...GOOD_ENVIRONMENT, ...environment }, () => file);
}

/** Loads a valid configuration; throws the faults when there are any. */
export function loadValid(
  file = SMALL_FILE,
  environment: Record<string, string | undefined> = {},
): Configuration {
  const outcome = loadWith(file, environment);
  if (outcome.kind === 'valid') return outcome.configuration;
  throw new Error(outcome.faults.map(formatFault).join('\n'));
}

/** Loads a faulty configuration and returns the lines of all faults; fails the test when there are none. */
export function loadFaults(
  file = SMALL_FILE,
  environment: Record<string, string | undefined> = {},
): readonly string[] {
  const outcome = loadWith(file, environment);
  expect(outcome.kind).to.equal('faulty');
  return outcome.kind === 'faulty' ? outcome.faults.map(formatFault) : [];
}

/** Loads a valid configuration and returns the lines of all warnings; throws the faults when there are any. */
export function loadWarnings(file = SMALL_FILE): readonly string[] {
  const outcome = loadWith(file);
  if (outcome.kind === 'valid') return outcome.warnings.map(formatFault);
  throw new Error(outcome.faults.map(formatFault).join('\n'));
}

/** Reads a file in the root of the project. */
export function readRootFile(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
}

/** Addresses on this computer with more than origin and path, or in an ambiguous notation. */
export const ODD_ADDRESSES: readonly string[] = [
  'http://user@127.0.0.1/x/',
  'http://user:secret@127.0.0.1/x/',
  'http://:secret@127.0.0.1/x/',
  'http://127.0.0.1/x/#fragment',
  'http://127.0.0.1/x/?',
  'http://127.0.0.1/x/?query',
  'http://127.0.0.1/x/../y/',
  'http://127.1/x/',
  'http://2130706433/x/',
  'http://LOCALHOST/x/',
  'http://127.0.0.1\\@evil.example/x/',
  'http:127.0.0.1/x/',
  'http://127.0.0.1/a b/',
];
