import { describe, expect, it } from '@jest/globals';
import { natsOptions } from './nats-link';

describe('natsOptions', () => {
  it('takes the log-in out of the address', () => {
    expect(natsOptions('nats://access:12%2334@nats:4222', 'access')).toMatchObject({
      servers: ['nats://nats:4222'],
      user: 'access',
      pass: '12#34',
    });
  });

  it('asks for no log-in when none is given', () => {
    expect(natsOptions('nats://127.0.0.1:4222', 'access')).not.toHaveProperty('user');
  });
});
