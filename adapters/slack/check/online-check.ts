import type { Finding, OnlineCheck, OnlineSubjects } from '../../../src/ports/online-check.js';
import { toAddress } from '../addresses.js';
import type { Call } from '../outbound/client.js';
import { type Ask, createAsk, NOT_ASKED } from './ask.js';
import { checkPerson } from './people.js';
import { checkChannel, checkGroups } from './places.js';
import { checkConnection, checkToken } from './token.js';

/** What the check needs. */
export interface OnlineCheckOptions {
  /** With the bot token. */
  readonly call: Call;
  /** With the app-level token; null in HTTP mode. */
  readonly callWithAppToken: Call | null;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Checks the configuration with Slack. */
export function createOnlineCheck(options: OnlineCheckOptions): OnlineCheck {
  const { call, callWithAppToken, sleep } = options;
  return {
    async checkOnline(subjects) {
      const ask = createAsk(call, sleep);
      const token = await checkToken(ask);
      const connection = await checkConnection(
        callWithAppToken === null ? null : createAsk(callWithAppToken, sleep),
      );
      const rest =
        token.workspace === null
          ? skipSubjects(subjects)
          : await checkSubjects(ask, subjects, token.workspace);
      return [...token.findings, connection, ...rest];
    },
    checkGroups: (groups) => checkGroups(createAsk(call, sleep), { groups }),
  };
}

async function checkSubjects(
  ask: Ask,
  subjects: OnlineSubjects,
  workspace: string,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { where, channel } of toChannels(subjects)) {
    findings.push({ where, ...(await checkChannel(ask, channel)) });
  }
  findings.push(...(await checkGroups(ask, subjects)));
  for (const person of subjects.people) {
    const result = await checkPerson(ask, person, workspace);
    if (result !== undefined) findings.push({ where: person.where, ...result });
  }
  return findings;
}

/** All that would have been asked. */
function skipSubjects(subjects: OnlineSubjects): readonly Finding[] {
  const groups = subjects.groups.filter(({ group }) => group.platform === 'slack');
  const people = subjects.people.filter(({ ids, email }) => ids.slack !== null || email !== null);
  return [...toChannels(subjects), ...groups, ...people].map(({ where }) => ({
    where,
    ...NOT_ASKED,
  }));
}

function toChannels({ places }: OnlineSubjects) {
  return places.flatMap(({ where, place }) => {
    const address = place.platform === 'slack' ? toAddress({ place }, null) : undefined;
    return address?.kind === 'channel' ? [{ where, channel: address.channel }] : [];
  });
}
