/** Longest link that is shown, characters; Slack takes buttons with links of 3,000. */
const MAX_LENGTH = 2000;

/** What ends a link in the markup of a platform: `<…|…>` in Slack, `[…](…)` in Teams. */
const SIGNS = /[()<>|[\]\\`"'*{}\s]/g;

/**
 * The link, written so that no markup can end in it; undefined for what is no `https` link, or one that
 * carries a password.
 */
export function toSafeUrl(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  const safe = url.href.replaceAll(
    SIGNS,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return safe.length > MAX_LENGTH ? undefined : safe;
}
