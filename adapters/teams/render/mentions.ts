import type { Account } from '../../../src/domain/organisation/person.js';
import { trimText } from '../../../src/domain/text/blank.js';
import { dropUnmatchedSigns } from '../../../src/domain/text/isolate.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Mention, TeamTag } from '../../../src/views/elements.js';
import { MAX_NAME_LENGTH, shorten } from '../../shared/text.js';
import type { MentionEntity } from './card-elements.js';

/** What all rendering needs. */
export interface RenderContext {
  /** The tenant's id. People of other tenants are shown by name. */
  readonly tenant: string;
}

const OBJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for a Microsoft Entra object id. */
export function isObjectId(id: string): boolean {
  return OBJECT_ID.test(id);
}

/** Finds the account in this tenant, if it is one that Teams can mention. */
export function findTenantAccount(
  accounts: readonly Account[],
  context: RenderContext,
): Account | undefined {
  return accounts.find(
    (account) =>
      account.platform === 'teams' &&
      account.workspace === context.tenant &&
      isObjectId(account.userId),
  );
}

/** Creates the mentions of one card. Undefined when Teams cannot mention the person or tag. */
export interface MentionFactory {
  forPerson(mention: Mention): MentionEntity | undefined;
  forTag(team: TeamTag): MentionEntity | undefined;
}

/** For dialogs and notices, which show names instead of mentions. */
export const NO_MENTIONS: MentionFactory = { forPerson: () => undefined, forTag: () => undefined };

/**
 * Creates a factory for the mentions of one card. Teams finds a mention by its text, so a second person
 * with the same name gets a number.
 */
export function createMentionFactory(context: RenderContext): MentionFactory {
  const owners = new Map<string, string>();
  const entity = (id: string, name: string, type?: 'tag'): MentionEntity => {
    const shown = toUniqueName(owners, toMentionName(name), id);
    owners.set(shown, id);
    const mentioned = { id, name: shown, ...(type === undefined ? {} : { type }) };
    return { type: 'mention', text: `<at>${shown}</at>`, mentioned };
  };
  return {
    forPerson(mention) {
      const account = findTenantAccount(mention.accounts, context);
      return account === undefined ? undefined : entity(account.userId, mention.name);
    },
    forTag({ group, name }) {
      if (group?.platform !== 'teams' || !/^[\x21-\x7e]{1,500}$/.test(group.id)) return undefined;
      return entity(group.id, name, 'tag');
    },
  };
}

function toUniqueName(owners: ReadonlyMap<string, string>, name: string, id: string): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} (${count})`;
    if ((owners.get(candidate) ?? id) === id) return candidate;
  }
}

/**
 * Removes what would end the mention or be Markdown, because a mention's text is not escaped, and signs
 * of direction that would reach past it.
 */
function toMentionName(name: string): string {
  const plain = shorten(name, MAX_NAME_LENGTH)
    .replace(/[\\`*_~[\]<>&|{}]/g, ' ')
    .replace(/\s+/g, ' ');
  return trimText(dropUnmatchedSigns(plain)) || TEAMS_TEXT.nameless;
}
