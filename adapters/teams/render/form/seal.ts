import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parseCertificate, type TeamsCredentials } from '../../auth/credentials.js';
import type { PressData, SubmitData } from '../action-data.js';

/** The sealed part of a submit button or of another button in a dialog. */
export type SealedContent =
  | Pick<SubmitData, 'kind' | 'form' | 'context' | 'opener'>
  | Pick<PressData, 'kind' | 'action' | 'value' | 'form'>;

/** Creates the seal of a button in one person's dialog. */
export type Seal = (content: SealedContent) => string;

/**
 * Seals prove that this bot rendered a dialog for the person who uses it. A link of anybody
 * (`https://teams.microsoft.com/l/task/…?card=…&completionBotId=…`) can make Teams show a forged dialog
 * under the app's name, whose buttons send actions on behalf of the person who presses them. The message
 * that a submission updates is sealed too, so that nobody can make the bot overwrite another.
 */
export interface Seals {
  /** @param person Entra object id of the only person who will see the dialog */
  createSeal(person: string): Seal;
  /** Whether the seal was created for this content and this person. */
  verify(person: string, data: SealedContent & { readonly seal?: string }): boolean;
}

export interface SealOptions {
  readonly tenantId: string;
  readonly credentials: TeamsCredentials;
}

/** Half of the hash, bytes: enough by RFC 2104, section 5, and a dialog has little room. */
const SEAL_BYTES = 16;

/**
 * Seals with HMAC-SHA256. The key is derived from the app's secret, so nothing is stored and all
 * processes agree. After a change of the secret, open dialogs must be opened again.
 * @throws RedressError TEAMS_START when the certificate is unusable
 */
export function createSeals({ tenantId, credentials }: SealOptions): Seals {
  const secret =
    credentials.kind === 'password'
      ? credentials.password
      : parseCertificate(credentials.pem).privateKey;
  const key = Buffer.from(hkdfSync('sha256', secret, tenantId, 'redress: dialogs in Teams', 32));
  const computeSeal = (person: string, content: SealedContent): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([tenantId, person, ...toSealedParts(content)]))
      .digest()
      .subarray(0, SEAL_BYTES);
  return {
    createSeal: (person) => (content) => computeSeal(person, content).toString('base64url'),
    verify(person, data) {
      const given = Buffer.from(data.seal ?? '', 'base64url');
      const expected = computeSeal(person, data);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

function toSealedParts(content: SealedContent): readonly (string | null)[] {
  if (content.kind === 'press') {
    return [content.kind, content.form ?? null, content.action, content.value];
  }
  const { kind, form, context, opener } = content;
  // Without an opener as in earlier releases, whose dialogs may still be open.
  const opened = opener === undefined ? [] : [opener.conversation, opener.activity];
  return [kind, form, context, ...opened];
}
