import { mkdtempSync, appendFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DeviceLog, fileLog, volatileLog } from './device-memory';
import { KeptReadings, type ScaleLogLine } from './kept-readings';
import { ManualEnvironment } from './manual-environment';
import { MAX_PAYLOAD_BYTES, type NativeReading, type NativeReadings } from './native-dialect';
import { SimulatedContainer } from './simulated-container';
import { SimulatedScale } from './simulated-scale';
import { SpecBroker, until } from './broker.test-kit';

const ACK = 'selvbetjent/v1/trosterud/trosterud-ombruk-vekt/ack';

describe('SimulatedScale', () => {
  let broker: SpecBroker;
  let time: ManualEnvironment;
  let log: DeviceLog<ScaleLogLine>;
  let container: SimulatedContainer;
  let scale: SimulatedScale;

  beforeEach(async () => {
    broker = await SpecBroker.start();
    time = new ManualEnvironment();
    log = volatileLog();
    container = new SimulatedContainer({ loadGrams: 412_340 });
    scale = newScale();
    scale.powerOn();
    await broker.hears('readings');
  });

  afterEach(async () => {
    await scale.powerOff();
    await broker.stop();
  });

  function newScale(): SimulatedScale {
    return new SimulatedScale({
      stationId: 'trosterud',
      scaleId: 'trosterud-ombruk-vekt',
      mqttUrl: broker.url,
      loadGrams: () => container.weightGrams,
      resolutionGrams: 100,
      maxKg: 3_000,
      noiseGrams: 0,
      seed: 1,
      environment: time,
      log,
    });
  }

  const heardReadings = (from = 0): NativeReading[] =>
    broker.bodies<NativeReadings>('readings', from).flatMap(({ readings }) => readings);

  /** Without what came again. */
  const distinctReadings = (): NativeReading[] => [...new Map(heardReadings().map((one) => [one.seq, one])).values()];

  const hearsSeq = (seq: number, from = 0): Promise<NativeReadings> =>
    broker.hears<NativeReadings>('readings', ({ readings }) => readings.some((reading) => reading.seq === seq), from);

  const acknowledge = async (body: object): Promise<void> => {
    await broker.publish(ACK, body);
  };

  const instants = (): string[] => distinctReadings().map(({ at }) => at);

  it('shows the untared load in steps of its resolution, numbered from 1', async () => {
    time.advance(2_000);
    const { boot } = await hearsSeq(3);
    expect(boot).toMatch(/^[0-9a-f]{32}$/);
    expect(distinctReadings()).toEqual([
      { seq: 1, at: '2026-11-20T10:00:00.000Z', grams: 412_300, status: 'ok' },
      { seq: 2, at: '2026-11-20T10:00:01.000Z', grams: 412_300, status: 'ok' },
      { seq: 3, at: '2026-11-20T10:00:02.000Z', grams: 412_300, status: 'ok' },
    ]);
  });

  it('reports once a second for ten minutes after its start and after a change, else once a minute', async () => {
    time.advance(720_000);
    await hearsSeq(602);
    expect(instants().slice(-3)).toEqual([
      '2026-11-20T10:09:59.000Z',
      '2026-11-20T10:10:59.000Z',
      '2026-11-20T10:11:59.000Z',
    ]);

    container.lean(70_000);
    time.advance(20_000);
    container.putIn(4_200);
    container.lean(0);
    time.advance(700_000);
    await hearsSeq(1_215);
    const shown = distinctReadings().map(({ grams }) => grams);
    expect(new Set(shown)).toEqual(new Set([412_300, 482_300, 416_500]));
    expect(instants().slice(-2)).toEqual(['2026-11-20T10:22:22.000Z', '2026-11-20T10:23:22.000Z']);
  });

  it('keeps what is not acknowledged, sends it again after a while, and stops when it is', async () => {
    time.advance(1_000);
    const { boot } = await hearsSeq(2);
    const again = broker.heard.length;
    const cameAgain = (): boolean => heardReadings(again).some(({ seq }) => seq === 1);
    await until(() => {
      if (!cameAgain()) time.advance(100);
      return cameAgain();
    });
    expect(time.monotonicMs()).toBeGreaterThanOrEqual(5_000);

    const last = 1 + Math.floor(time.monotonicMs() / 1_000);
    await acknowledge({ boot, seq: last });
    await acknowledge({ boot: 'another', seq: last + 99 });
    await until(() => scale.pendingReadings === 0);
    await hearsSeq(last);
    const after = broker.heard.length;
    time.advance(1_000);
    await hearsSeq(last + 1, after);
    expect(Math.min(...heardReadings(after).map(({ seq }) => seq))).toBe(last + 1);
  });

  it('sends the named readings again', async () => {
    time.advance(3_000);
    const { boot } = await hearsSeq(4);
    const from = broker.heard.length;
    await acknowledge({ boot, resend: [2, 3, 77] });
    await hearsSeq(3, from);
    expect(heardReadings(from).map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('loses nothing while it is offline and sends it in messages that are small enough', async () => {
    await scale.setFaults({ offline: true });
    container.putIn(10_000);
    time.advance(600_000);
    const from = broker.heard.length;
    await scale.setFaults({ offline: false });
    await hearsSeq(scale.pendingReadings, from);
    const seqs = [...new Set(heardReadings(from).map(({ seq }) => seq))];
    expect(seqs).toEqual(Array.from({ length: scale.pendingReadings }, (_, index) => index + 1));
    const sizes = broker.bodies('readings', from).map((body) => Buffer.byteLength(JSON.stringify(body)));
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
  });

  it('keeps showing the same while stuck', async () => {
    await scale.setFaults({ stuck: true });
    container.putIn(10_000);
    time.advance(10_000);
    await hearsSeq(11);
    expect(new Set(distinctReadings().map(({ grams }) => grams))).toEqual(new Set([412_300]));
  });

  it('only tells what it keeps once it measures no more, until its next boot', async () => {
    time.advance(2_000);
    const { boot } = await hearsSeq(3);
    await acknowledge({ boot, seq: 1 });
    await until(() => scale.pendingReadings === 2);
    expect(scale.unacknowledged).toEqual([{ boot, seqs: [2, 3] }]);
    scale.stopMeasuring();
    const from = broker.heard.length;
    time.advance(20_000);
    await hearsSeq(2, from);
    expect(scale.unacknowledged).toEqual([{ boot, seqs: [2, 3] }]);
    await acknowledge({ boot, seq: 3 });
    await until(() => scale.unacknowledged.length === 0);
    await scale.powerOff();
    scale.powerOn();
    time.advance(1_000);
    expect(scale.unacknowledged).toMatchObject([{ seqs: [1, 2] }]);
  });

  it('still has the earlier boot after a restart, and numbers the new one from 1', async () => {
    time.advance(1_000);
    const { boot } = await hearsSeq(2);
    await acknowledge({ boot, seq: 1 });
    await until(() => scale.pendingReadings === 1);
    await scale.powerOff();
    const from = broker.heard.length;
    scale = newScale();
    scale.powerOn();
    await broker.hears<NativeReadings>('readings', (body) => body.boot !== boot, from);
    expect(
      broker.bodies<NativeReadings>('readings', from).map((body) => [body.boot === boot, body.readings[0]!.seq]),
    ).toEqual([
      [true, 2],
      [false, 1],
    ]);
  });
});

describe('KeptReadings in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-readings-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('survives a kill in the middle of a line', () => {
    const path = join(folder, 'scale.jsonl');
    const kept = new KeptReadings(fileLog(path));
    kept.startBoot('b1');
    for (let second = 0; second < 5; second += 1) kept.add('b1', { at: `t${second}`, grams: second, status: 'ok' });
    kept.acknowledge('b1', 2);
    appendFileSync(path, '{"boot":"b1","reading":{"seq":6,"at"');

    const again = new KeptReadings(fileLog(path));
    expect(again.nextBatch(new Map(), 10)).toEqual({
      boot: 'b1',
      readings: [3, 4, 5].map((seq) => ({ seq, at: `t${seq - 1}`, grams: seq - 1, status: 'ok' })),
    });
  });
});
