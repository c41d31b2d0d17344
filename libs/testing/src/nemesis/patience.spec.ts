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

  it('remembers what never came, and waits less from then on', async () => {
    const patience = new Patience(6_000);
    const waited: number[] = [];
    const inVain = (ms: number): Promise<void> =>
      Promise.reject(new Error(`nothing in ${waited[waited.push(ms) - 1]} ms`));
    await patience.atMost(inVain);
    await patience.atMost(inVain);
    await new Patience(0).until('it never comes', () => false);
    expect(waited).toEqual([6_000, 5_000]);
    expect(patience.stuck).toEqual(['nothing in 6000 ms', 'nothing in 5000 ms']);
  });
});
