import { z } from 'zod';

/** Published example values that people paste unchanged. */
const PUBLISHED_EXAMPLES = new Set([
  '8f742231b10e8888abcd99yyyzzz85a5', // the signing secret in Slack's own documentation
  '00001111-aaaa-2222-bbbb-3333cccc4444', // app and tenant in Microsoft's own documentation
  'aaaabbbb-0000-cccc-1111-dddd2222eeee',
  'development',
  'password',
  'secret',
]);

/** Words that stand in for a value. */
const PLACEHOLDER_WORDS = /changeme|change-me|placeholder|example|replace|[<>…]|\.\.\.|\$\{/i;
const PLACEHOLDER_PARTS = /^((your|my)[a-z]*|(YOUR|MY)[A-Z]*|x{3,}|X{3,}|here|todo)$/;

/** True when the value looks like a placeholder. */
export function isPlaceholder(value: string): boolean {
  if (PUBLISHED_EXAMPLES.has(value.toLowerCase()) || PLACEHOLDER_WORDS.test(value)) return true;
  if (new Set(value.replace(/^[a-z]+-/, '')).size < 4) return true;
  return value.split(/[-_. ]/).some((part) => PLACEHOLDER_PARTS.test(part));
}

/**
 * Accepts a secret that is no placeholder and matches `pattern`, which `hint` describes. `not` matches
 * what people copy by mistake. The fault never repeats the value.
 */
export function secretSchema(
  pattern: RegExp,
  hint: string,
  { not }: { readonly not?: RegExp } = {},
): z.ZodType<string> {
  return z.string().superRefine((value, context) => {
    if (isPlaceholder(value)) {
      context.addIssue('still is a placeholder; put the real value there.');
    } else if (!pattern.test(value) || not?.test(value)) {
      context.addIssue(`does not look right: ${hint}.`);
    }
  });
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for a GUID in lower case. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** Accepts a GUID that is no placeholder and returns it in lower case. `source` says where to copy it. */
export function guidSchema(source: string): z.ZodType<string> {
  return z
    .string()
    .toLowerCase()
    .superRefine((value, context) => {
      if (isPlaceholder(value)) {
        context.addIssue('still is a placeholder; put the real value there.');
      } else if (!isGuid(value)) {
        context.addIssue(`is no GUID; copy the ${source}.`);
      }
    });
}
