import { describe, expect, it } from '@jest/globals';
import { TrafficLog } from './traffic-log';

const AT = new Date('2026-11-20T10:00:00Z');
const SCALE = 'selvbetjent/v1/demo/demo-vekt';
const DOOR = 'selvbetjent/v1/demo/demo-ombruk';

function logOf(...messages: [topic: string, payload: string][]): TrafficLog {
  const log = new TrafficLog();
  for (const [topic, payload] of messages) log.add({ at: AT, direction: 'sent', topic, payload });
  return log;
}

describe('The log of messages', () => {
  it('keeps what tells something, however many weights come after it', () => {
    const log = logOf([`${DOOR}/command`, '{}']);
    for (let n = 0; n < 1_000; n += 1) {
      log.add({ at: AT, direction: 'sent', topic: `${SCALE}/readings`, payload: '{}' });
    }
    expect(log.latest[0]).toMatchObject({ id: 1, topic: `${DOOR}/command`, routine: false });
    expect(log.latest.length).toBeLessThan(1_000);
  });

  it('keeps the order in which they came', () => {
    const log = logOf([`${SCALE}/readings`, '{}'], [`${DOOR}/command`, '{}'], [`${SCALE}/ack`, '{"seq":1}']);
    expect(log.latest.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it.each([
    ['state', '{"open":false}', true],
    ['state', '{"changes":[{"seq":1}]}', false],
    ['ack', '{"seq":1}', true],
    ['ack', '{"resend":[1]}', false],
    ['result', '{}', false],
    ['online', '{}', true],
  ])('%s %s: routine is %s', (channel, payload, routine) => {
    expect(logOf([`${DOOR}/${channel}`, payload]).latest[0]).toMatchObject({ routine });
  });
});
