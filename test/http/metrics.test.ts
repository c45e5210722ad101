import { expect } from 'chai';
import { createMetrics } from '../../src/http/metrics.js';
import type { UnreadableRecord } from '../../src/ports/unreadable-records.js';

const READY = { ready: true, checks: {} };

describe('metrics', () => {
  it('count by labels', async () => {
    const metrics = createMetrics();
    metrics.meter.count('commands', { kind: 'file', outcome: 'done' });
    metrics.meter.count('commands', { kind: 'file', outcome: 'done' });
    metrics.meter.count('alarms', { reason: 'gave-up' });
    metrics.meter.count('nudges', { rule: 'quiet' });
    metrics.meter.count('sweep_found', { what: 'action' });
    metrics.meter.count('deliveries');
    const text = await metrics.text(READY);
    expect(text).to.include('redress_commands_total{kind="file",outcome="done"} 2\n');
    expect(text).to.include('redress_alarms_total{reason="gave-up"} 1\n');
    expect(text).to.include('redress_nudges_total{rule="quiet"} 1\n');
    expect(text).to.include('redress_sweep_found_total{what="action"} 1\n');
    expect(text).to.include('redress_deliveries_total 1\n');
  });

  it('export in seconds what is observed in ms', async () => {
    const metrics = createMetrics();
    metrics.meter.observe('command_ms', 1500, { kind: 'file' });
    const text = await metrics.text(READY);
    expect(text).to.include('redress_command_seconds_sum{kind="file"} 1.5\n');
    expect(text).to.include('redress_command_seconds_bucket{le="1",kind="file"} 0\n');
    expect(text).to.include('redress_command_seconds_bucket{le="2",kind="file"} 1\n');
  });

  it('drop an unknown label instead of throwing', async () => {
    const metrics = createMetrics();
    metrics.meter.count('nudges', { rule: 'quiet', complaint: 'C-1001' });
    expect(await metrics.text(READY)).to.include('redress_nudges_total{rule="quiet"} 1\n');
  });

  it('show each check and the process', async () => {
    const text = await createMetrics().text({
      ready: false,
      checks: { store: 'ok', slack: 'away' },
    });
    expect(text).to.include('redress_check_ok{check="store"} 1\n');
    expect(text).to.include('redress_check_ok{check="slack"} 0\n');
    expect(text).to.match(/^process_cpu_seconds_total /m);
    expect(text).to.match(/^nodejs_eventloop_lag_seconds /m);
  });

  it('count the records that cannot be read, by kind', async () => {
    const metrics = createMetrics();
    const record = { fault: 'broken', schema: null, knownSchema: 1, fields: [] } as const;
    const records: UnreadableRecord[] = [];
    metrics.watchRecords({ all: () => records });
    expect(await metrics.text(READY)).to.include('redress_unreadable_records{kind="complaint"} 0');
    for (const reference of ['C-1', 'C-2']) {
      records.push({ ...record, kind: 'complaint', reference });
    }
    const text = await metrics.text(READY);
    expect(text).to.include('redress_unreadable_records{kind="complaint"} 2\n');
    for (const kind of ['inbox', 'person', 'reference']) {
      expect(text).to.include(`redress_unreadable_records{kind="${kind}"} 0\n`);
    }
  });
});
