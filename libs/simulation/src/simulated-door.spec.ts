import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { volatileMemory } from './device-memory';
import type { DoorRecordState } from './door-record';
import { ManualEnvironment } from './manual-environment';
import type { NativeCommand, NativeOnline, NativeResult, NativeState } from './native-dialect';
import { SimulatedDoor } from './simulated-door';
import { SpecBroker, until } from './broker.test-kit';

const TOPIC = 'selvbetjent/v1/trosterud/trosterud-ombruk';

describe('SimulatedDoor', () => {
  let broker: SpecBroker;
  let time: ManualEnvironment;
  let memory = volatileMemory<DoorRecordState>();
  let door: SimulatedDoor;

  beforeEach(async () => {
    broker = await SpecBroker.start();
    time = new ManualEnvironment();
    memory = volatileMemory();
    door = newDoor();
    door.powerOn();
    await broker.hears<NativeState>('state');
  });

  afterEach(async () => {
    await door.powerOff();
    await broker.stop();
  });

  function newDoor(): SimulatedDoor {
    return new SimulatedDoor({
      stationId: 'trosterud',
      doorId: 'trosterud-ombruk',
      mqttUrl: broker.url,
      environment: time,
      memory,
    });
  }

  const lastState = (): NativeState => broker.bodies<NativeState>('state').pop()!;

  const heartbeat = async (): Promise<NativeState> => {
    const before = lastState();
    time.advance(5_000);
    return broker.hears<NativeState>('state', ({ seq, boot }) => boot !== before.boot || seq > before.seq);
  };

  const command = (changes: Partial<NativeCommand> = {}): NativeCommand => ({
    id: 'c-1',
    action: 'unlock',
    nonce: lastState().nonce!,
    nonceAgeMs: 0,
    ttlMs: 3_000,
    holdSeconds: 10,
    ...changes,
  });

  const order = async (changes: Partial<NativeCommand> = {}): Promise<NativeResult> => {
    const from = broker.heard.length;
    const sent = command(changes);
    await broker.publish(`${TOPIC}/command`, sent);
    return broker.hears<NativeResult>('result', ({ id }) => id === sent.id, from);
  };

  it('says that it is there and how it stands, with a nonce', async () => {
    const online = await broker.hears<NativeOnline>('online');
    const state = lastState();
    expect(online).toEqual({ boot: state.boot, online: true });
    expect(state).toMatchObject({ seq: 1, at: '2026-11-20T10:00:00.000Z', locked: true, open: false, battery: 87 });
    expect(state.boot).toMatch(/^[0-9a-f]{32}$/);
    expect(state.nonce).toMatch(/^[0-9a-f]{32}$/);
  });

  it('makes a new nonce at each heartbeat and numbers its messages', async () => {
    const states = [lastState(), await heartbeat(), await heartbeat()];
    expect(new Set(states.map(({ nonce }) => nonce)).size).toBe(3);
    expect(states.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('unlocks, holds, is opened and closed, and locks again; each change is told until it is acknowledged', async () => {
    expect(await order()).toMatchObject({ id: 'c-1', result: 'unlocked', at: '2026-11-20T10:00:00.000Z' });
    time.advance(3_000);
    expect(door.openFromOutside()).toBe(true);
    time.advance(30_000);
    door.close();
    time.advance(500);
    const state = await broker.hears<NativeState>('state', ({ changes }) => changes?.length === 4);
    expect(state.changes).toEqual([
      { seq: 1, at: '2026-11-20T10:00:00.000Z', open: false, locked: false, commandId: 'c-1' },
      { seq: 2, at: '2026-11-20T10:00:03.000Z', open: true, locked: false },
      { seq: 3, at: '2026-11-20T10:00:33.000Z', open: false, locked: false },
      { seq: 4, at: '2026-11-20T10:00:33.500Z', open: false, locked: true },
    ]);

    await broker.publish(`${TOPIC}/ack`, { boot: state.boot, seq: 3 });
    await broker.hears<NativeState>('state', ({ changes }) => changes?.length === 1 && changes[0]!.seq === 4);
    await broker.publish(`${TOPIC}/ack`, { boot: state.boot, seq: 4 });
    await order({ id: 'c-2', nonce: 'made-up' });
    expect((await heartbeat()).changes).toBeUndefined();
  });

  it('locks again when nobody opens, and nobody gets in after that', async () => {
    await order();
    time.advance(10_000);
    expect(door.isLocked).toBe(true);
    expect(door.openFromOutside()).toBe(false);
  });

  it('obeys the previous nonce, but none before it and none that it never made', async () => {
    const first = lastState().nonce!;
    await heartbeat();
    expect((await order({ id: 'c-1', nonce: first, nonceAgeMs: 5_000 })).result).toBe('unlocked');
    await heartbeat();
    expect((await order({ id: 'c-2', nonce: first, nonceAgeMs: 20_000 })).result).toBe('expired');
    expect((await order({ id: 'c-3', nonce: 'f'.repeat(32) })).result).toBe('expired');
    expect(door.journal.map(({ commandId }) => commandId)).toEqual(['c-1']);
  });

  it.each([
    { onTheWayMs: 3_000, result: 'unlocked' },
    { onTheWayMs: 3_001, result: 'expired' },
  ])('finds a command that was $onTheWayMs ms on its way $result', async ({ onTheWayMs, result }) => {
    const late = command({ nonceAgeMs: 1_200, ttlMs: 3_000 });
    time.advance(1_200 + onTheWayMs);
    expect((await order(late)).result).toBe(result);
    expect(door.journal).toHaveLength(result === 'unlocked' ? 1 : 0);
    expect(door.isLocked).toBe(result !== 'unlocked');
  });

  it('checks the age when the bolt moves, not when the command comes', async () => {
    await door.setFaults({ slowMs: 3_500 });
    const ordered = order({ ttlMs: 3_000 });
    await order({ id: 'c-2' }).then(({ result }) => expect(result).toBe('busy'));
    time.advance(3_500);
    expect((await ordered).result).toBe('expired');
    expect(door.journal).toEqual([]);
  });

  it('acts once per command, however often it comes and whatever happens between, and repeats its answer', async () => {
    const twice = command();
    const firstBoot = lastState().boot;
    expect((await order(twice)).result).toBe('unlocked');
    expect((await order(twice)).result).toBe('unlocked');
    await door.powerOff();
    door = newDoor();
    door.powerOn();
    const live = await broker.hears<NativeState>('state', ({ boot }) => boot !== firstBoot);
    expect((await order({ ...twice, nonce: live.nonce! })).result).toBe('unlocked');
    expect(door.journal).toHaveLength(1);
    expect(door.isLocked).toBe(true);
  });

  it('does nothing for a command that it does not understand or that has a bad number in it', async () => {
    await broker.publish(`${TOPIC}/command`, { id: 'c-2', action: 'lock' });
    expect((await broker.hears<NativeResult>('result', ({ id }) => id === 'c-2')).result).toBe('refused');
    expect((await order({ id: 'c-3', ttlMs: 600_000 })).result).toBe('refused');
    expect((await order({ id: 'c-4', nonceAgeMs: Number.MAX_SAFE_INTEGER })).result).toBe('refused');
    await broker.publish(`${TOPIC}/command`, 'null');
    await broker.publish(`${TOPIC}/command`, { nonce: lastState().nonce });
    expect((await order({ id: 'c-5', nonce: 'x' })).result).toBe('expired');
    expect(door.journal).toEqual([]);
  });

  it('ignores what the broker kept for it: a retained command after a restart opens nothing', async () => {
    await door.setFaults({ offline: true });
    await broker.publish(`${TOPIC}/command`, command({ id: 'kept' }), true);
    const from = broker.heard.length;
    await door.setFaults({ offline: false });
    const answer = await broker.hears<NativeResult>('result', ({ id }) => id === 'kept', from);
    expect(answer.result).toBe('refused');
    expect(door.journal).toEqual([]);
  });

  it.each([
    { faults: { jammed: true }, result: 'jammed' },
    { faults: { refusing: true }, result: 'refused' },
  ])('stays locked and says $result', async ({ faults, result }) => {
    await door.setFaults(faults);
    expect((await order()).result).toBe(result);
    expect(door.isLocked).toBe(true);
    expect(door.journal).toEqual([]);
  });

  it('is silent while mute and tells the changes afterwards', async () => {
    await door.setFaults({ mute: true });
    const from = broker.heard.length;
    await broker.publish(`${TOPIC}/command`, command());
    await until(() => door.journal.length === 1);
    door.openFromInside();
    time.advance(20_000);
    await door.setFaults({ mute: false });
    const state = await broker.hears<NativeState>('state', () => true, from);
    expect(broker.bodies<NativeState>('state', from)).toHaveLength(1);
    expect(broker.bodies<NativeResult>('result', from)).toEqual([]);
    expect(state.changes!.map(({ open }) => open)).toContain(true);
  });

  it('sends each result twice, or one that names another command, when told to', async () => {
    await door.setFaults({ duplicateResults: true });
    await order();
    await order({ id: 'c-2', nonce: 'x' });
    expect(broker.bodies<NativeResult>('result').filter(({ id }) => id === 'c-1')).toHaveLength(2);

    await door.setFaults({ duplicateResults: false, answersForOther: true });
    const from = broker.heard.length;
    await broker.publish(`${TOPIC}/command`, command({ id: 'c-3' }));
    expect((await broker.hears<NativeResult>('result', () => true, from)).id).not.toBe('c-3');
  });

  it('that queues says everything late and gets its commands late, and yet opens nothing', async () => {
    await door.setFaults({ queuesOffline: true, offline: true });
    await door.setFaults({ offline: false });
    await broker.hears<NativeState>('state', ({ nonce }) => nonce !== undefined && door.isConnected);
    const kept = command({ id: 'kept', nonceAgeMs: 0, ttlMs: 5_000 });
    await door.setFaults({ offline: true });
    await broker.publish(`${TOPIC}/command`, kept);
    time.advance(5_001);
    const from = broker.heard.length;
    await door.setFaults({ offline: false });
    expect((await broker.hears<NativeResult>('result', ({ id }) => id === 'kept', from)).result).toBe('expired');
    expect(broker.bodies<NativeState>('state', from).length).toBeGreaterThan(1);
    expect(door.journal).toEqual([]);
  });

  it('stays unlocked as long as the longer of two commands says', async () => {
    await order({ holdSeconds: 60 });
    await order({ id: 'c-2', holdSeconds: 1 });
    time.advance(59_000);
    expect(door.isLocked).toBe(false);
    time.advance(1_000);
    expect(door.isLocked).toBe(true);
  });

  it('is reported gone when the connection breaks, and comes back with a new nonce and what happened meanwhile', async () => {
    const before = lastState();
    await door.setFaults({ offline: true });
    expect(await broker.hears<NativeOnline>('online', ({ online }) => !online)).toEqual({
      boot: before.boot,
      online: false,
    });
    const missed = command({ id: 'missed' });
    await broker.publish(`${TOPIC}/command`, missed);
    door.openFromInside();
    const from = broker.heard.length;
    await door.setFaults({ offline: false });
    const after = await broker.hears<NativeState>('state', () => true, from);
    expect(after.boot).toBe(before.boot);
    expect(after.nonce).not.toBe(before.nonce);
    expect(after.changes).toMatchObject([{ seq: 1, open: true, locked: true }]);
    expect(door.journal).toEqual([]);
  });

  it('comes back by itself when the broker does, and nothing from before is sent late', async () => {
    const { port } = new URL(broker.url);
    await broker.stop();
    await until(() => !door.isConnected);
    door.openFromInside();
    broker = await SpecBroker.start(Number(port));
    await until(() => {
      if (!door.isConnected) time.advance(100);
      return broker.bodies('state').length > 0;
    });
    const [first] = broker.bodies<NativeState>('state');
    expect(first).toMatchObject({ open: true, changes: [{ seq: 1, open: true }] });
    expect(first!.at).toBe(time.now().toISOString());
  });

  it('opens from the inside without power, keeps earlier changes over a restart and numbers the new boot from 1', async () => {
    await order();
    const earlier = lastState().boot;
    await door.powerOff();
    door.openFromInside();
    expect(door.isOpen).toBe(true);
    const from = broker.heard.length;
    door = newDoor();
    door.powerOn();
    const live = await broker.hears<NativeState>('state', ({ historical }) => !historical, from);
    const [backlog] = broker.bodies<NativeState>('state', from);
    expect(backlog).toMatchObject({ boot: earlier, historical: true, changes: [{ seq: 1, commandId: 'c-1' }] });
    expect(backlog!.nonce).toBeUndefined();
    expect(live.boot).not.toBe(earlier);
    expect(live).toMatchObject({ open: true, changes: [{ seq: 1, open: true }] });
    expect(door.unacknowledged).toEqual([
      { boot: earlier, seqs: [1] },
      { boot: live.boot, seqs: [1] },
    ]);

    await broker.publish(`${TOPIC}/ack`, { boot: earlier, seq: 1 });
    await broker.publish(`${TOPIC}/ack`, { boot: live.boot, seq: 1 });
    await order({ id: 'c-2', nonce: 'x' });
    expect(door.pendingChanges).toBe(0);
  });
});
