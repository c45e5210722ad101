import { type Refusal, refusal } from '../document/refusal.js';
import { trimText } from '../text/blank.js';

/** Something, an @ and a domain with a dot. More than that, only a message can tell. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
/** Longest address by RFC 5321, 4.5.3.1. */
const EMAIL_LIMIT = 254;

/** Digits with the signs that people write between them, and an extension. */
const PHONE = /^\+?[\d\s()./-]+(?:(?:ext\.?|x)\s*\d{1,6})?$/i;
/** Digits of the shortest and the longest number, ITU-T E.164 and short codes. */
const PHONE_DIGITS = { least: 5, most: 20 } as const;

/** Returns the faults of a telephone number; an empty one has none. */
export function findPhoneFaults(field: string, phone: string): readonly Refusal[] {
  const text = trimText(phone);
  const digits = text.replace(/\D/g, '').length;
  const isOne = PHONE.test(text) && digits >= PHONE_DIGITS.least && digits <= PHONE_DIGITS.most;
  return text === '' || isOne ? [] : [refusal('phone-unread', field)];
}

/** Returns the faults of an e-mail address; an empty one has none. */
export function findEmailFaults(field: string, email: string): readonly Refusal[] {
  const text = trimText(email);
  const isOne = text.length <= EMAIL_LIMIT && EMAIL.test(text);
  return text === '' || isOne ? [] : [refusal('email-unread', field)];
}
