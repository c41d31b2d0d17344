import { describe, expect, it } from '@jest/globals';
import { type IPublishPacket, type MqttClient } from 'mqtt';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { LatePubacks } from './late-pubacks';

function fail(): never {
  throw new Error('It is not ours');
}

function connected() {
  const client = Object.assign(new EventEmitter(), { stream: new PassThrough() });
  const pubacks = new LatePubacks(client as unknown as MqttClient);
  const arrives = (messageId: number) => {
    const packet = { cmd: 'publish', qos: 1, messageId, topic: 'x', payload: '' } as IPublishPacket;
    client.emit('packetreceive', packet);
    return { packet, confirm: pubacks.confirmationOf(packet) ?? fail };
  };
  const sent = (): string => ((client.stream.read() as Buffer | null) ?? Buffer.alloc(0)).toString('hex');
  return { client, pubacks, arrives, sent };
}

describe('PUBACKs', () => {
  it('go out in the order of arrival, whatever is committed first', () => {
    const { arrives, sent } = connected();
    const [one, two, three] = [arrives(1), arrives(0x1234), arrives(3)];
    two.confirm();
    expect(sent()).toBe('');
    one.confirm();
    expect(sent()).toBe('4002000140021234');
    three.confirm();
    three.confirm();
    expect(sent()).toBe('40020003');
  });

  it('are never given on another connection than the message came by', () => {
    const { client, arrives, sent } = connected();
    const old = arrives(1);
    client.stream = new PassThrough();
    const fresh = arrives(1);
    old.confirm();
    expect(sent()).toBe('');
    fresh.confirm();
    expect(sent()).toBe('40020001');
  });

  it('are left to MQTT.js for what did not pass through here', () => {
    const { pubacks, arrives } = connected();
    expect(arrives(1).packet.qos).toBe(0);
    expect(pubacks.confirmationOf({ qos: 1, messageId: 2 } as IPublishPacket)).toBeNull();
    expect(pubacks.confirmationOf({ qos: 0 } as IPublishPacket)).not.toBeNull();
  });
});
