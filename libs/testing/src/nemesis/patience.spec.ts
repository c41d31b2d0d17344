import { describe, expect, it } from '@jest/globals';
import { Patience } from './patience';

describe('patience', () => {
  it('asks again, also after a failure, until it holds', async () => {
    const patience = new Patience(600_000);
    const answers = [() => false, () => Promise.reject(new Error('down')), () => Promise.resolve(true)];
    await patience.until('it comes', () => answers.shift()?.() ?? false);
    expect(answers).toEqual([]);
    expect(patience.stuck).toEqual([]);
  });

  it('says what is left of what it waited for in vain', async () => {
    const patience = new Patience(0);
    await patience.until('it never comes', () => false);
    const left = ['the second', 'the third'];
    await patience.until(
      'some are missing',
      () => Promise.reject(new Error('down')),
      () => left,
    );
    expect(patience.stuck).toEqual(['it never comes', 'some are missing; the second; the third']);
  });

  it('remembers what never came, and waits less from then on', async () => {
    const patience = new Patience(6_000);
    const waited: number[] = [];
    const inVain = (ms: number): Promise<void> =>
      Promise.reject(new Error(`nothing in ${waited[waited.push(ms) - 1]} ms`));
    await patience.atMost(inVain);
    await patience.atMost(inVain);
    expect(waited).toEqual([6_000, 5_000]);
    expect(patience.stuck).toEqual(['nothing in 6000 ms', 'nothing in 5000 ms']);
  });
});
