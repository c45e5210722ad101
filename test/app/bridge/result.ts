import type { Role } from '../../../src/domain/complaint/audience.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Platform } from '../../../src/domain/organisation/person.js';
import type { Reply } from '../../../src/ports/intake.js';
import type { TestApp } from '../../support/app.js';
import { isKind } from '../../support/complaint/history.js';
import type { FakeChannel, PostedMessage } from '../../support/fake-channel.js';
import { findPlatforms, type Script } from './script.js';

/** The reply a person got, and their roles in the complaint at that time. */
export interface ObservedReply {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly reply: Reply;
}

/** The result of a script that ran on two platforms. */
export interface BridgeResult {
  readonly test: TestApp;
  readonly channels: ReadonlyMap<Platform, FakeChannel>;
  readonly script: Script;
  readonly id: string;
  /** Where the reporter filed the complaint. */
  readonly filedOn: Platform;
  readonly replies: readonly ObservedReply[];
  /** Everyone who is or was the assignee, by name. */
  readonly assignees: ReadonlySet<string>;
}

/** The platform on which a person gets messages; undefined when they cannot be reached. */
export function findChatPlatform(
  { script, filedOn }: BridgeResult,
  name: string,
): Platform | undefined {
  return findReached(script, name, name === script.reporter ? filedOn : script.home);
}

/** The platform on which a person gets what their inbox collects: their team's, or else the complaint's team's. */
export function findInboxPlatform({ script }: BridgeResult, name: string): Platform | undefined {
  return findReached(script, name, script.home);
}

function findReached(
  script: Script,
  name: string,
  preferred: Platform | undefined,
): Platform | undefined {
  const isBlocked = (on: Platform): boolean =>
    script.blocked.some((one) => one.name === name && one.platform === on);
  const own = findPlatforms(script, name).filter((on) => !isBlocked(on));
  return own.find((on) => on === preferred) ?? own[0];
}

/** All messages on both platforms. */
export function collectMessages({ channels }: BridgeResult): readonly PostedMessage[] {
  return [...channels.values()].flatMap(({ messages }) => messages);
}

/**
 * All messages, without one repeat for each answer that was lost on a platform where posted messages
 * cannot be found again. Other repeats stay.
 */
export function withoutExcusedRepeats({
  channels,
}: Pick<BridgeResult, 'channels'>): readonly PostedMessage[] {
  return [...channels.values()].flatMap(({ messages, findBehaviour, lostAnswers }) => {
    const lost = findBehaviour === 'cannot-tell' ? [...lostAnswers] : [];
    return messages.filter(({ deliveryId }, index) => {
      const isRepeated = messages.slice(index + 1).some((one) => one.deliveryId === deliveryId);
      const excused = lost.indexOf(deliveryId);
      if (!isRepeated || excused === -1) return true;
      lost.splice(excused, 1);
      return false;
    });
  });
}

/** The texts of all notes to this audience, from the history. */
export function findNotes(
  { history }: Pick<Complaint, 'history'>,
  audience: 'reporter' | 'team',
): readonly string[] {
  return history
    .filter(isKind('update'))
    .filter(({ args }) => args.audience === audience)
    .map(({ args }) => args.text);
}
