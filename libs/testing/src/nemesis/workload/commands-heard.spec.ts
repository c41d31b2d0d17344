import { beforeEach, describe, expect, it } from '@jest/globals';
import { CommandsHeard } from './commands-heard';

const DOOR = 'selvbetjent/v1/trosterud/trosterud-ombruk';

let nowMs: number;
let heard: CommandsHeard;

beforeEach(() => {
  nowMs = 1_000;
  heard = new CommandsHeard(() => nowMs);
});

function say(nonce: string | undefined): void {
  heard.hear({ direction: 'sent', topic: `${DOOR}/state`, payload: JSON.stringify({ boot: 'b', nonce }) });
}

function command(id: string, nonce: string, nonceAgeMs: number): void {
  const payload = JSON.stringify({ id, nonce, nonceAgeMs, ttlMs: 4_000, action: 'unlock', holdSeconds: 10 });
  heard.hear({ direction: 'received', topic: `${DOOR}/command`, payload });
}

describe('what a door has heard', () => {
  it('says how long before a command its nonce was said first', () => {
    say('one');
    nowMs += 2_000;
    say('one');
    say('two');
    say(undefined);
    nowMs += 500.4;
    command('c-1', 'one', 1_990);
    command('c-2', 'two', 25_000);
    expect(heard.of('c-1')).toEqual({ claimedAgeMs: 1_990, ttlMs: 4_000, saidMsAgo: 2_501 });
    expect(heard.of('c-2')).toEqual({ claimedAgeMs: 25_000, ttlMs: 4_000, saidMsAgo: 501 });
  });

  it('counts a command from the first time that it came', () => {
    say('one');
    command('c-1', 'one', 0);
    nowMs += 9_000;
    command('c-1', 'one', 0);
    expect(heard.of('c-1').saidMsAgo).toBe(0);
  });

  it('knows nothing of a nonce that the door never said, and of a command that never came', () => {
    command('c-1', 'invented', 100);
    expect(heard.of('c-1').saidMsAgo).toBeNull();
    expect(heard.of('c-2').saidMsAgo).toBeNull();
  });
});
