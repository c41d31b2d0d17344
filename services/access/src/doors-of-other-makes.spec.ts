import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StationChanged } from '@selvbetjent/contracts';
import { type ForeignDoorDialect } from '@selvbetjent/devices';
import { linkForeignDoor, type LinkedForeignDoor } from '@selvbetjent/simulation';
import { connectAsync, type MqttClient } from 'mqtt';
import { aStation, type AccessSystem, keep, sqlOf, startAccess, until } from './access.test-kit';

const MAKES: Record<ForeignDoorDialect, string> = {
  tasmota: 'relé-dor',
  shelly: 'shellyplus1-dor',
  esphome: 'hus-dor/lock/inngang',
  zigbee2mqtt: 'zigbee2mqtt/dor',
};
const PULSE_MS = 300;

let system: AccessSystem;
let broker: MqttClient;
const linked: LinkedForeignDoor[] = [];

beforeAll(async () => {
  system = await startAccess();
  broker = await connectAsync(system.infrastructure.mqttUrl, { protocolVersion: 4 });
});
afterAll(async () => {
  await Promise.all(linked.map((one) => one.stop()));
  await broker.endAsync(true);
  await system.stop();
});

function stationOf(make: ForeignDoorDialect): StationChanged {
  const station = aStation(make, '24/7');
  const door = { id: `${make}-ombruk`, dialect: make, topic: MAKES[make], exposed: true };
  return {
    ...station,
    containers: [{ ...station.containers[0]!, doors: [{ ...door, contactTopic: `kontakt/${make}` }] }],
  };
}

/** A door on the real broker that access has been told of, closed, and has heard. */
async function aDoor(make: ForeignDoorDialect): Promise<LinkedForeignDoor> {
  await keep(system, stationOf(make));
  const doorOf = { make, id: `${make}-ombruk`, topic: MAKES[make], pulseMs: PULSE_MS };
  const one = await linkForeignDoor(system.infrastructure.mqttUrl, doorOf);
  linked.push(one);
  await until(async () => {
    one.door.moveByHand(false);
    await leaf(make, false);
    return (await rowOf(make))?.locked === true;
  });
  return one;
}

function leaf(make: ForeignDoorDialect, open: boolean): Promise<unknown> {
  return broker.publishAsync(`kontakt/${make}`, JSON.stringify({ contact: !open, battery: 100 }), { qos: 1 });
}

async function rowOf(make: ForeignDoorDialect): Promise<{ locked: boolean | null; open: boolean | null } | undefined> {
  const rows = await sqlOf<{ locked: boolean | null; open: boolean | null }>(
    system,
    'SELECT locked, open FROM doors WHERE door_id = $1',
    [`${make}-ombruk`],
  );
  return rows[0];
}

function visitsOf(make: ForeignDoorDialect): Promise<{ closed_by: string | null; attempt_ids: string[] }[]> {
  return sqlOf(system, 'SELECT closed_by, attempt_ids FROM visits WHERE station_id = $1 AND NOT withdrawn', [make]);
}

describe.each(Object.keys(MAKES) as ForeignDoorDialect[])('a door of %s', (make) => {
  it('is opened by Oslonøkkelen, and what it and its contact sensor say becomes a visit', async () => {
    const { door } = await aDoor(make);
    const answer = await system.backend.execute({ thingId: `${make}-ombruk`, actionId: 'unlock' });
    expect(answer.body?.status).toBe('SUCCESS');
    expect(door.journal).toHaveLength(1);
    await leaf(make, true);
    await until(async () => (await rowOf(make))?.open === true);
    await leaf(make, false);
    door.moveByHand(false);
    await until(async () => (await visitsOf(make))[0]?.closed_by === 'doors');
    expect(await visitsOf(make)).toEqual([{ closed_by: 'doors', attempt_ids: [expect.any(String)] }]);
    expect(await sqlOf(system, 'SELECT kind FROM alarms WHERE station_id = $1', [make])).toEqual([]);
  });
});

it('a door that does not answer is sent no command, and the resident is told to try again', async () => {
  const { door } = linked.at(-1)!;
  door.setFaults({ mute: true });
  const answer = await system.backend.execute({ thingId: 'zigbee2mqtt-ombruk', actionId: 'unlock' });
  expect(answer.body?.status).toBe('ERROR_TEMPORARY');
  expect(door.journal).toHaveLength(1);
});

it('two processes hear a door, and make one visit of it', async () => {
  const { access } = await system.startReplica();
  const { door } = linked[0]!;
  const before = (await visitsOf('tasmota')).length;
  door.moveByHand(true);
  await until(async () => (await visitsOf('tasmota')).length > before);
  await leaf('tasmota', true);
  await until(async () => (await rowOf('tasmota'))?.open === true);
  door.moveByHand(false);
  await until(async () => (await rowOf('tasmota'))?.locked === null);
  await leaf('tasmota', false);
  await until(async () => (await visitsOf('tasmota')).every(({ closed_by }) => closed_by === 'doors'));
  await access.close();
  expect(await visitsOf('tasmota')).toHaveLength(before + 1);
  const boots = await sqlOf(system, `SELECT DISTINCT boot FROM door_changes WHERE door_id = 'tasmota-ombruk'`);
  expect(boots).toHaveLength(1);
});

it('nothing that was meant for a door is kept by the broker', async () => {
  const late = await connectAsync(system.infrastructure.mqttUrl, { protocolVersion: 4 });
  const retained: string[] = [];
  late.on('message', (topic, _payload, packet) => packet.retain && retained.push(topic));
  await late.subscribeAsync('#', { qos: 1 });
  await late.publishAsync('done', '', { qos: 1 });
  await until(() => retained.length > 0);
  await late.endAsync(true);
  expect(retained.filter((topic) => /\/(?:command|set|get|rpc)$|^cmnd\/|ping/.test(topic))).toEqual([]);
});
