import { connectAsync, type MqttClient } from 'mqtt';
import { SimulatedForeignDoor, type SimulatedForeignDoorOptions } from './simulated-foreign-door';

/** A simulated door of another make on a real broker. */
export interface LinkedForeignDoor {
  door: SimulatedForeignDoor;
  /** Cuts the power: the connection drops without goodbye. */
  stop(): Promise<void>;
}

export async function linkForeignDoor(
  mqttUrl: string,
  options: Omit<SimulatedForeignDoorOptions, 'send'>,
): Promise<LinkedForeignDoor> {
  let client: MqttClient | null = null;
  const door = new SimulatedForeignDoor({
    ...options,
    send: ({ topic, payload, retain = false }) => void client?.publish(topic, payload, { qos: 0, retain }),
  });
  const { topic, payload } = door.will;
  const will = { topic, payload: Buffer.from(payload), qos: 1 as const, retain: true };
  client = await connectAsync(mqttUrl, { protocolVersion: 4, clean: true, username: options.id, will });
  client.on('message', (heardOn, heard) => door.receive(heardOn, heard.toString('utf8')));
  client.on('error', () => undefined);
  await client.subscribeAsync(door.subscriptions, { qos: 1 });
  door.connected();
  const connection = client;
  const stop = async (): Promise<void> => {
    door.powerOff();
    await connection.endAsync(true);
  };
  return { door, stop };
}
