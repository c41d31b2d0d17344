import { describe, expect, it } from '@jest/globals';
import { decodeAck, encodeAck, encodeResend } from './ack';
import { parseTopic, topicFilter, topicOf } from './topic';

describe('topics', () => {
  it('name a station, a device and a channel', () => {
    expect(topicOf('trosterud', 'trosterud-ombruk', 'state')).toBe('selvbetjent/v1/trosterud/trosterud-ombruk/state');
    expect(parseTopic('selvbetjent/v1/trosterud/trosterud-ombruk/state')).toEqual({
      stationId: 'trosterud',
      deviceId: 'trosterud-ombruk',
      channel: 'state',
    });
    expect(topicFilter('readings')).toBe('selvbetjent/v1/+/+/readings');
  });

  it.each([
    'tele/vekt1/SENSOR',
    'selvbetjent/v2/trosterud/vekt/readings',
    'selvbetjent/v1/trosterud/vekt',
    'selvbetjent/v1/trosterud/vekt/readings/more',
    'selvbetjent/v1/Trosterud/vekt/readings',
    'selvbetjent/v1//vekt/readings',
    'selvbetjent/v1/trosterud/vekt/gossip',
  ])('%s is none of ours', (topic) => expect(parseTopic(topic)).toBeUndefined());
});

describe('acknowledgements', () => {
  const decode = (text: string) => decodeAck(new TextEncoder().encode(text));

  it('come out as they went in', () => {
    expect(decode(encodeAck({ boot: 'b', seq: 41 }))).toEqual({ ok: true, message: { boot: 'b', seq: 41 } });
    const resend = { boot: 'b', resend: [3, 4] };
    expect(decode(encodeResend(resend))).toEqual({ ok: true, message: resend });
  });

  it.each(['{"boot":"b"}', '{"boot":"b","resend":[0]}', '{"boot":"b","seq":-1}', '[]'])('%s is none', (text) =>
    expect(decode(text).ok).toBe(false),
  );
});
