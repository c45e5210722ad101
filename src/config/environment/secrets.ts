import { z } from 'zod';

/** Values published as examples, which people paste as they are. */
const PUBLISHED = new Set([
  '8f742231b10e8888abcd99yyyzzz85a5', // the signing secret in Slack's own documentation
  '00001111-aaaa-2222-bbbb-3333cccc4444', // app and tenant in Microsoft's own documentation
  'aaaabbbb-0000-cccc-1111-dddd2222eeee',
  'development',
  'password',
  'secret',
]);

/** Words that stand for a value instead of being one. */
const STAND_INS = /changeme|change-me|placeholder|example|replace|[<>…]|\.\.\.|\$\{/i;
const STAND_IN_PARTS = /^((your|my)[a-z]*|(YOUR|MY)[A-Z]*|x{3,}|X{3,}|here|todo)$/;

/** Does this look like a value somebody was meant to replace? */
export function isPlaceholder(value: string): boolean {
  if (PUBLISHED.has(value.toLowerCase()) || STAND_INS.test(value)) return true;
  if (new Set(value.replace(/^[a-z]+-/, '')).size < 4) return true;
  return value.split(/[-_. ]/).some((part) => STAND_IN_PARTS.test(part));
}

/**
 * A secret: no placeholder, and of the form its platform gives it. `not`: what it looks like when
 * something beside it was copied. The fault never repeats the value.
 */
export function secret(
  form: RegExp,
  look: string,
  { not }: { readonly not?: RegExp } = {},
): z.ZodType<string> {
  return z.string().superRefine((value, context) => {
    if (isPlaceholder(value)) {
      context.addIssue('still is a placeholder; put the real value there.');
    } else if (!form.test(value) || not?.test(value)) {
      context.addIssue(`does not look right: ${look}.`);
    }
  });
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Is it a GUID in small letters? */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** A GUID that is no placeholder, in small letters. `where` it stands is said when it is none. */
export function guid(where: string): z.ZodType<string> {
  return z
    .string()
    .toLowerCase()
    .superRefine((value, context) => {
      if (isPlaceholder(value)) {
        context.addIssue('still is a placeholder; put the real value there.');
      } else if (!isGuid(value)) {
        context.addIssue(`is no GUID; copy the ${where}.`);
      }
    });
}
