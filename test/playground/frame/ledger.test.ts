import { expect } from 'chai';
import { renderCard as forSlack } from '../../../adapters/slack/render/render.js';
import { renderCard as forTeams } from '../../../adapters/teams/render/render.js';
import { createLedger } from '../../../playground/frame/ledger.js';
import { type CardAt, findSlackCards, findTeamsCards } from '../../../playground/frame/posts.js';
import type { RegisteredComplaint } from '../../../playground/frame/register.js';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../playground/slack/seed.js';
import * as teams from '../../../playground/teams/seed.js';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import type { ViewName } from '../../../src/domain/complaint/view-ref.js';
import type { Card } from '../../../src/views/elements.js';
import { renderView, VIEW_NAMES } from '../../../src/views/render.js';
import { inState } from '../../support/domain.js';
import { sampleView } from '../../views/sample-views.js';
import { viewContext } from '../../views/view-context.js';
import { call as callSlack } from '../slack/harness.js';
import {
  activitiesPath,
  call as callTeams,
  createChatBody,
  createPostBody,
} from '../teams/harness.js';
import { eventually, type FrameHarness, type Json, startFrameHarness } from './harness.js';

function view(name: ViewName, complaint = inState('open')): Card {
  return renderView(sampleView(name), viewContext(complaint));
}

describe('the ledger of the playground', () => {
  let harness: FrameHarness;
  beforeEach(async () => {
    harness = await startFrameHarness();
    harness.bot.complaints = [recorded()];
  });
  afterEach(() => harness.stop());

  const recorded = (more: object = {}): object => ({
    reference: 'C-1001',
    reporter: { name: 'Ann Reporter', accounts: { slack: PEOPLE.ann } },
    waiting: 0,
    ...more,
  });
  const inSlack = async (card: Card, channel: string, thread_ts?: string) => {
    const { text, blocks } = forSlack(card, { workspace: TEAM_ID });
    const message = { channel, text, blocks, ...(thread_ts ? { thread_ts } : {}) };
    const { body } = await callSlack(harness.slack, 'chat.postMessage', message);
    expect(body.ok, JSON.stringify(body)).to.equal(true);
    return String(body.ts);
  };
  const rendered = (card: Card) => forTeams(card, { tenant: teams.TENANT_ID });
  const postInTeams = async (card: Card, channel: string) => {
    const body = createPostBody(channel, rendered(card));
    const answer = await callTeams(harness.teams, 'POST', 'conversations', body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return String(answer.body.id);
  };
  const tellInTeams = async (card: Card, user: string) => {
    const chat = createChatBody(harness.teams, user);
    const { id } = (await callTeams(harness.teams, 'POST', 'conversations', chat)).body;
    await callTeams(harness.teams, 'POST', activitiesPath(id), rendered(card));
  };
  const ledger = async (): Promise<Json> => (await harness.read('/frame/trouble')).ledger;

  it('is balanced when the post and the reporter’s card are there once', async () => {
    await inSlack(view('team-card'), CHANNELS.billing);
    await inSlack(view('reporter-card'), PEOPLE.ann);
    const row = { reference: 'C-1001', recorded: true, posted: 1, told: 1, waiting: 0 };
    expect(await ledger()).to.deep.equal({
      complaints: 1,
      waiting: 0,
      missing: 0,
      doubled: 0,
      again: 0,
      rows: [{ ...row, again: 0, doubled: 0 }],
    });
  });

  it('is null while the store or the bot is down', async () => {
    harness.bot.storeAway = true;
    expect(await ledger()).to.equal(null);
  });

  it('counts a missing card, but not one that still waits', async () => {
    harness.bot.complaints = [recorded(), recorded({ reference: 'C-1002', waiting: 2 })];
    expect(await ledger()).to.deep.include({ missing: 1, waiting: 2, doubled: 0 });
    await inSlack(view('team-card'), CHANNELS.billing);
    expect(await ledger()).to.deep.include({ missing: 1 });
    await tellInTeams(view('reporter-card'), teams.PEOPLE.ann);
    expect(await ledger()).to.deep.include({ missing: 0 });
  });

  it('counts a card only in the chat of the reporter', async () => {
    await inSlack(view('team-card'), CHANNELS.billing);
    await inSlack(view('reporter-card'), PEOPLE.ben);
    const { rows, missing } = await ledger();
    expect([rows[0].posted, rows[0].told, missing]).to.deep.equal([1, 0, 1]);
  });

  it('counts doubled messages, on one platform or on both', async () => {
    await inSlack(view('team-card'), CHANNELS.billing);
    await inSlack(view('reporter-card'), PEOPLE.ann);
    await inSlack(view('team-card'), CHANNELS.billing);
    expect(await ledger()).to.deep.include({ doubled: 1, again: 0, missing: 0 });
    await tellInTeams(view('reporter-card'), teams.PEOPLE.ann);
    const { rows } = await ledger();
    expect(rows[0]).to.include({ posted: 2, told: 2, doubled: 2, again: 0 });
  });

  it('counts messages that were posted again in Teams after a lost reply separately', async () => {
    await inSlack(view('reporter-card'), PEOPLE.ann);
    await harness.act('/frame/trouble', { kind: 'lost-reply-teams' });
    await postInTeams(view('team-card'), teams.CHANNELS.repairs).catch(() => undefined);
    const isOver = async () => (await harness.read('/frame/trouble')).now.length === 0;
    await eventually(isOver, 'the lost reply');
    await postInTeams(view('team-card'), teams.CHANNELS.repairs);
    expect(await ledger()).to.deep.include({ doubled: 0, again: 1, missing: 0 });
    const { rows } = await ledger();
    expect(rows[0]).to.include({ posted: 2, again: 1, doubled: 0 });
  });

  it('counts a second post in Teams as doubled when there was no interruption', async () => {
    await inSlack(view('reporter-card'), PEOPLE.ann);
    await postInTeams(view('team-card'), teams.CHANNELS.repairs);
    await postInTeams(view('team-card'), teams.CHANNELS.repairs);
    expect(await ledger()).to.deep.include({ doubled: 1, again: 0 });
  });

  const registered = (more: Partial<RegisteredComplaint>): RegisteredComplaint =>
    ({
      ...{ reference: 'C-1001', reporter: 'Ann', waiting: 0, place: null, formerPlaces: [] },
      ...more,
    }) as unknown as RegisteredComplaint;

  it('counts the card with each team that the complaint has left for no repeat', async () => {
    const move = (post: object, ...formerPosts: (object | null)[]) => {
      harness.bot.complaints = [recorded({ post, formerPosts })];
    };
    const slack = (channel: string) => ({ platform: 'slack', channel, ts: '1.1' });
    const inRepairs = {
      platform: 'teams',
      conversation: `${teams.CHANNELS.repairs};messageid=1`,
      activity: '1',
    };
    const expectRow = async (row: object) => expect((await ledger()).rows[0]).to.include(row);
    await inSlack(view('reporter-card'), PEOPLE.ann);
    await inSlack(view('team-card'), CHANNELS.billing);
    await postInTeams(view('team-card'), teams.CHANNELS.repairs);
    move(inRepairs, slack(CHANNELS.billing));
    await expectRow({ posted: 1, told: 1, again: 0, doubled: 0 });
    move(inRepairs, null);
    await expectRow({ posted: 1, doubled: 0 });
    await inSlack(view('team-card'), CHANNELS.billing);
    move(slack(CHANNELS.billing), slack(CHANNELS.billing), inRepairs);
    await expectRow({ posted: 1, doubled: 0 });
    expect(await ledger()).to.deep.include({ doubled: 0, again: 0, missing: 0 });
    await inSlack(view('team-card'), CHANNELS.billing);
    await expectRow({ posted: 2, doubled: 1 });
  });

  it('counts a complaint whose card is only with a team that it has left as missing', async () => {
    await inSlack(view('reporter-card'), PEOPLE.ann);
    await inSlack(view('team-card'), CHANNELS.billing);
    const billing = { platform: 'slack', channel: CHANNELS.billing, ts: '1.1' };
    harness.bot.complaints = [recorded({ formerPosts: [billing] })];
    expect(await ledger()).to.deep.include({ missing: 1, doubled: 0 });
  });

  it('counts a repeat with a team that the complaint has left, and one that was said again', () => {
    const card = (conversation: string, at: number): CardAt => ({
      ...{ reference: 'C-1001', platform: 'teams', where: 'channel' },
      ...{ conversation, at },
    });
    const place = (conversation: string) => ({ platform: 'teams', conversation }) as const;
    const complaint = registered({ place: place('new'), formerPlaces: [place('old')] });
    const count = (cards: CardAt[], interruptions: number[]) => {
      const input = { complaints: [complaint], cards, interruptions, findName: () => 'Ann' };
      const [row] = createLedger(input).rows;
      return [row?.again, row?.doubled];
    };
    const moved = [card('old', 100_000), card('new', 110_000)];
    expect(count(moved, [100_200])).to.deep.equal([0, 0]);
    expect(count([...moved, card('old', 101_000)], [])).to.deep.equal([0, 1]);
    expect(count([...moved, card('old', 101_000)], [100_200])).to.deep.equal([1, 0]);
    expect(count([...moved, card('old', 112_000)], [100_200])).to.deep.equal([1, 0]);
    expect(count([...moved, card('new', 112_000)], [110_200])).to.deep.equal([1, 0]);
  });

  it('allows one repeat for each interruption, only in Teams, and only shortly after it', () => {
    const complaint = registered({});
    const at = (time: number, platform: 'slack' | 'teams' = 'teams'): CardAt => ({
      reference: 'C-1001',
      platform,
      where: 'channel',
      conversation: 'x',
      at: time,
    });
    const again = (cards: CardAt[], interruptions: number[]) => {
      const input = { complaints: [complaint], cards, interruptions, findName: () => 'Ann' };
      const [row] = createLedger(input).rows;
      return [row?.again, row?.doubled];
    };
    expect(again([at(100_000), at(101_000)], [100_200])).to.deep.equal([1, 0]);
    expect(again([at(101_000), at(100_000)], [100_200])).to.deep.equal([1, 0]);
    expect(again([at(100_000), at(101_000)], [])).to.deep.equal([0, 1]);
    expect(again([at(100_000), at(101_000)], [50_000])).to.deep.equal([0, 1]);
    expect(again([at(100_000), at(190_000)], [180_000])).to.deep.equal([0, 1]);
    expect(again([at(1e5, 'slack'), at(1e5 + 9, 'slack')], [1e5])).to.deep.equal([0, 1]);
    expect(again([at(100_000), at(160_000), at(220_000)], [100_200])).to.deep.equal([1, 1]);
  });

  it('recognises both cards in every state, also confidential ones, and no other message', async () => {
    for (const state of COMPLAINT_STATES) {
      for (const category of ['damp', 'conduct']) {
        const complaint = inState(state, category);
        await inSlack(view('team-card', complaint), CHANNELS.billing);
        await postInTeams(view('team-card', complaint), teams.CHANNELS.repairs);
        await inSlack(view('reporter-card', complaint), PEOPLE.ann);
        await tellInTeams(view('reporter-card', complaint), teams.PEOPLE.ann);
      }
    }
    const all = COMPLAINT_STATES.length * 2;
    const count = () =>
      [findSlackCards(harness.slack.state), findTeamsCards(harness.teams)].map((cards) => [
        cards.filter(({ where }) => where === 'channel').length,
        cards.filter(({ where }) => where === 'chat').length,
      ]);
    const both = [
      [all, all],
      [all, all],
    ];
    expect(count()).to.deep.equal(both);
    const root = await inSlack(view('team-card'), CHANNELS.repairs);
    for (const name of VIEW_NAMES) await inSlack(view(name), CHANNELS.repairs, root);
    const others = VIEW_NAMES.filter((name) => !name.endsWith('-card'));
    expect(others).to.have.length(VIEW_NAMES.length - 2);
    for (const name of others) {
      for (const state of ['open', 'assigned'] as const) {
        const card = view(name, inState(state));
        await inSlack(card, PEOPLE.ann);
        await inSlack(card, CHANNELS.billing);
        await postInTeams(card, teams.CHANNELS.repairs);
        await tellInTeams(card, teams.PEOPLE.ann);
      }
    }
    expect(count()).to.deep.equal([
      [all + 1, all],
      [all, all],
    ]);
  }).timeout(20_000);
});
