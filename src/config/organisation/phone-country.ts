import { z } from 'zod';
import { isKnownCountry } from '../../domain/matching/match-keys.js';

/** The country of telephone numbers that are written without one: two letters, ISO 3166-1. */
export const phoneCountry = z.string().transform((text, context) => {
  const country = text.trim().toUpperCase();
  if (isKnownCountry(country)) return country;
  context.addIssue(
    `"${text}" is no country; give its two letters of ISO 3166-1, such as GB or DE.`,
  );
  return z.NEVER;
});
