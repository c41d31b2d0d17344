import { describe, expect, it } from '@jest/globals';
import { ReadAhead } from './read-ahead';

const native = (deviceId: string): string => `selvbetjent/v1/trosterud/${deviceId}/readings`;

function filled(...topics: string[]): ReadAhead {
  const ahead = new ReadAhead();
  for (const [index, topic] of topics.entries()) ahead.put(waiting(topic, String(index)));
  return ahead;
}

function waiting(topic: string, payload: string) {
  const message = { topic, payload: Buffer.from(payload), receivedAt: new Date(0) };
  return { message, confirm: () => undefined };
}

const order = (ahead: ReadAhead): string[] =>
  ahead.next().map(({ message }) => Buffer.from(message.payload).toString());

describe('what was read ahead', () => {
  it('is taken in turns by device, each in its order', () => {
    const [late, live] = [native('late'), native('live')];
    expect(order(filled(late, late, late, live, live))).toEqual(['0', '3', '1', '4', '2']);
  });

  it('of other makes stays in one order over all topics', () => {
    expect(order(filled('DBIRTH', 'DBIRTH', 'DDATA', native('live'), 'DDATA'))).toEqual(['0', '3', '1', '2', '4']);
  });

  it('is taken so much at a time that the others need not wait long, and at least one message', () => {
    const ahead = new ReadAhead();
    const huge = 'x'.repeat(300_000);
    for (let count = 0; count < 3; count += 1) ahead.put(waiting(native('late'), huge));
    ahead.put(waiting(native('live'), 'live'));
    expect(ahead.next()).toHaveLength(1);
    expect(order(ahead)[0]).toBe('live');
    for (let count = 0; count < 1_000; count += 1) ahead.put(waiting(native('late'), ''));
    expect(ahead.next().length).toBeLessThan(500);
  });

  it('is full when it would fill the memory, and empty again', () => {
    const ahead = new ReadAhead();
    expect(ahead.next()).toEqual([]);
    const payload = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 48; count += 1) ahead.put(waiting(native('late'), payload));
    expect(ahead.isFull).toBe(true);
    ahead.next();
    expect(ahead.isFull).toBe(false);
    ahead.clear();
    expect(ahead.next()).toEqual([]);
  });
});
