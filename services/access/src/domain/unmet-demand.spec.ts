import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RefusedPress, unmetDemand } from './unmet-demand';

/** `<door> <weekday> <time>` of one week in UTC. */
function press(text: string): RefusedPress {
  const [doorId = '', weekday = '', time = ''] = text.split(' ');
  const at = new Date(`2026-11-${15 + Number(weekday)}T${time}Z`);
  return { doorId, at, weekday: Number(weekday), hour: Number(time.slice(0, 2)) };
}

describe('unmetDemand', () => {
  it.each([
    ['nothing', [], []],
    ['one press', ['a 2 19:05:00'], ['2 19: 1']],
    ['tries again until ten minutes have gone', ['a 2 19:05:00', 'a 2 19:05:09', 'a 2 19:14:59'], ['2 19: 1']],
    ['comes back after ten minutes', ['a 2 19:05:00', 'a 2 19:15:00'], ['2 19: 2']],
    ['goes on for long: once every ten minutes', ['a 2 19:00:00', 'a 2 19:06:00', 'a 2 19:12:00'], ['2 19: 2']],
    ['another door', ['a 2 19:05:00', 'b 2 19:05:00'], ['2 19: 2']],
    ['over the hour: in the first one', ['a 2 19:58:00', 'a 2 20:03:00'], ['2 19: 1']],
    ['of the whole week, in order', ['a 7 08:00:00', 'a 1 21:00:00', 'a 1 09:00:00'], ['1 9: 1', '1 21: 1', '7 8: 1']],
  ])('%s', (_name, presses, hours) => {
    const texts = unmetDemand(presses.map(press)).map(({ weekday, hour, times }) => `${weekday} ${hour}: ${times}`);
    expect(texts).toEqual(hours);
  });

  it('is the same in any order, and never more than there were presses', () => {
    const presses = fc.array(
      fc.record({ doorId: fc.constantFrom('a', 'b'), seconds: fc.integer({ min: 0, max: 7_200 }) }),
      { maxLength: 30 },
    );
    const property = fc.property(presses, (drawn) => {
      const pressed = drawn.map(({ doorId, seconds }) => {
        const at = new Date(Date.UTC(2026, 10, 17, 19, 0, seconds));
        return { doorId, at, weekday: 2, hour: at.getUTCHours() };
      });
      const demand = unmetDemand(pressed);
      expect(unmetDemand(pressed.toReversed())).toEqual(demand);
      expect(demand.reduce((sum, { times }) => sum + times, 0)).toBeLessThanOrEqual(pressed.length);
      expect(demand.length > 0).toBe(pressed.length > 0);
    });
    fc.assert(property);
  });
});
