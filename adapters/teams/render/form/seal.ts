import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parseCertificate, type TeamsCredentials } from '../../auth/credentials.js';
import type { PressData, SubmitData } from '../action-data.js';

/** What of a form's submit button, or of a button in a dialog, is tied to whom it was drawn for. */
export type SealedContent =
  | Pick<SubmitData, 'kind' | 'form' | 'context'>
  | Pick<PressData, 'kind' | 'action' | 'value' | 'form'>;

/** Seals what is drawn in a dialog for one person. */
export type Seal = (drawn: SealedContent) => string;

/**
 * Anybody can have Teams show a dialog of their own making under our app's name
 * (`https://teams.microsoft.com/l/task/…?card=…&completionBotId=…`), whose buttons reach us as whoever
 * presses them. So what a dialog of ours does carries a seal that only we can make, for the person
 * we drew it for.
 */
export interface Seals {
  /** @param person Entra object id of the one person who will see the dialog */
  createSeal(person: string): Seal;
  /** Whether we drew this for this person. */
  verify(person: string, came: SealedContent & { readonly seal?: string }): boolean;
}

export interface SealOptions {
  readonly tenantId: string;
  readonly credentials: TeamsCredentials;
}

/** RFC 2104, section 5: half of the hash is enough, and a dialog has little room. Bytes. */
const SEAL_BYTES = 16;

/**
 * HMAC-SHA256 under a key derived from the app's own secret: nothing is kept, all processes agree,
 * and after the secret was changed dialogs that are open have to be opened again.
 * @throws RedressError TEAMS_START when the certificate is of no use
 */
export function createSeals({ tenantId, credentials }: SealOptions): Seals {
  const secret =
    credentials.kind === 'password'
      ? credentials.password
      : parseCertificate(credentials.pem).privateKey;
  const key = Buffer.from(hkdfSync('sha256', secret, tenantId, 'redress: dialogs in Teams', 32));
  const seal = (person: string, drawn: SealedContent): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([tenantId, person, ...toSealedParts(drawn)]))
      .digest()
      .subarray(0, SEAL_BYTES);
  return {
    createSeal: (person) => (drawn) => seal(person, drawn).toString('base64url'),
    verify(person, came) {
      const given = Buffer.from(came.seal ?? '', 'base64url');
      const ours = seal(person, came);
      return given.length === ours.length && timingSafeEqual(given, ours);
    },
  };
}

function toSealedParts(drawn: SealedContent): readonly (string | null)[] {
  return drawn.kind === 'submit'
    ? [drawn.kind, drawn.form, drawn.context]
    : [drawn.kind, drawn.form ?? null, drawn.action, drawn.value];
}
