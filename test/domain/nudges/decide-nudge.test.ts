import { expect } from 'chai';
import { decide, decideSystem } from '../../../src/domain/commands/decide.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  asActor,
  asSystem,
  at,
  COMMANDS,
  expectAccepted,
  filed,
  formatLocal,
  inState,
  runSystem,
  WHO,
} from '../../support/domain.js';
import { createPromised, formatMessages, NUDGE, sendNudges } from './nudge-helpers.js';

describe('a nudge', () => {
  it('is sent when due and recorded with its message', () => {
    const { deliveries, facts, history } = sendNudges(filed(), at('2026-11-23T11:00'));
    expect(formatMessages(deliveries)).to.deep.equal(['team: untaken 0']);
    const [record] = facts.nudges;
    expect(record).to.include({ rule: 'untaken', to: 'team', settledAt: null });
    expect(record?.delivery).to.equal(deliveries[0]?.id);
    expect(deliveries[0]?.slot).to.equal(`nudge:${deliveries[0]?.id}`);
    expect(history[0]).to.include({ by: 'redress', what: 'nudge' });
  });

  it('is not sent early, and nothing changes', () => {
    const early = decideSystem(filed(), NUDGE, asSystem(at('2026-11-23T10:59')));
    expect(early.kind).to.equal('unchanged');
  });

  it('does not count as activity', () => {
    expect(sendNudges(filed(), at('2026-11-23T11:00')).facts.lastLifeAt).to.equal(
      filed().lastLifeAt,
    );
  });

  it('names the most important reason first when several are due, in one message', () => {
    const complaint = inState('assigned');
    const { deliveries, facts } = sendNudges(complaint, at('2026-12-01T12:00'));
    expect(formatMessages(deliveries)).to.deep.equal([
      'repairs-ann: promise-passed 0, acknowledgement 0, quiet 0',
    ]);
    const mine = facts.nudges.filter((sent) => sent.delivery === deliveries[0]?.id);
    expect(mine.map((sent) => sent.rule)).to.include('promise-near');
  });

  it('is one message to each person after an outage of weeks: assignee, then lead, then officers', () => {
    const toAnswerCode: string[] = [];
    let complaint = createPromised();
    let now = at('2027-01-12T09:00');
    while (now < at('2027-01-14T09:00')) {
      const { deliveries } = sendNudges(complaint, now);
      toAnswerCode.push(
        ...formatMessages(deliveries).map((message) => `${formatLocal(now)} ${message}`),
      );
      complaint = runSystem(complaint, NUDGE, now);
      now = complaint.nextActionAt ?? Number.POSITIVE_INFINITY;
    }
    expect(toAnswerCode).to.deep.equal([
      '2027-01-12T09:00 repairs-ann: promise-passed 0, quiet 0',
      '2027-01-12T13:00 repairs-lead: promise-passed 1',
      '2027-01-13T09:00 olga: promise-passed 2',
      '2027-01-13T09:00 omar: promise-passed 2',
    ]);
    expect(formatLocal(now), 'the next').to.equal('2027-01-14T09:00');
  });

  it('waits until the team works if an outage ends at night or at the weekend', () => {
    const SATURDAY = at('2026-11-28T22:00');
    const { facts, deliveries } = sendNudges(filed(), SATURDAY);
    expect(deliveries).to.deep.equal([]);
    expect(facts.nudges).to.deep.equal([]);
    expect(formatLocal(facts.nextActionAt)).to.equal('2026-11-30T09:00');
    const waiting = runSystem(filed(), NUDGE, SATURDAY);
    expect(decideSystem(waiting, NUDGE, asSystem(SATURDAY + 1)).kind).to.equal('unchanged');
    const monday = sendNudges(waiting, at('2026-11-30T09:00'));
    expect(formatMessages(monday.deliveries)).to.deep.equal([
      'team: acknowledgement 0, untaken 0, quiet 0',
    ]);
  });

  it('keeps its reasons when updated: for a promise that passed not also that it was near', () => {
    const passed = runSystem(inState('assigned'), NUDGE, at('2026-12-01T12:00'));
    const sent = toMessages(passed.outbox).find((item) => item.kind === 'nudge');
    const keep = decide(passed, COMMANDS.keep, asActor(WHO.assignee, at('2026-12-01T12:05')));
    const update = toMessages(expectAccepted(keep).deliveries).find(
      (item) => item.slot === sent?.slot,
    );
    expect(update?.view.args).to.deep.equal(sent?.view.args);
  });

  it('updates the cards when a promise is broken', () => {
    const { deliveries } = sendNudges(createPromised(), at('2026-12-01T12:00'));
    const cards = deliveries.filter((item) => item.kind === 'update').map((item) => item.slot);
    expect(cards).to.deep.equal(['card:1', 'reporter-card']);
  });

  it('is updated once when it is answered, to say that nothing is left to do', () => {
    const sent = runSystem(filed(), NUDGE, at('2026-11-23T11:00'));
    const take = decide(sent, COMMANDS.take, asActor(WHO.assignee, at('2026-11-23T11:05')));
    const { facts, deliveries } = expectAccepted(take);
    const slot = `nudge:${sent.nudges[0]?.delivery}`;
    expect(deliveries.filter((item) => item.slot === slot).map((item) => item.kind)).to.deep.equal([
      'update',
    ]);
    expect(facts.nudges[0]?.settledAt).to.equal(at('2026-11-23T11:05'));
    const taken = act(sent, WHO.assignee, COMMANDS.take, at('2026-11-23T11:05'));
    const more = expectAccepted(
      decide(taken, COMMANDS.acknowledge, asActor(WHO.assignee, at('2026-11-23T11:06'))),
    );
    expect(more.deliveries.filter((item) => item.slot === slot)).to.deep.equal([]);
  });

  it('corrects the next action if the settings have changed since it was computed', () => {
    const stale = { ...filed(), nextActionAt: at('2026-11-23T10:30') };
    const { facts, deliveries } = sendNudges(stale, at('2026-11-23T10:30'));
    expect(formatLocal(facts.nextActionAt)).to.equal('2026-11-23T11:00');
    expect(deliveries).to.deep.equal([]);
  });
});
