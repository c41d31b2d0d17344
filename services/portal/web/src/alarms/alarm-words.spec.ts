import { describe, expect, it } from '@jest/globals';
import { ALARM_KINDS, SCALE_ALARM_KINDS } from '@selvbetjent/contracts';
import type { AlarmView } from '../api-types';
import { lateNews } from '../late-news';
import { alarmWords, sortAlarms } from './alarm-words';

const NOW = Date.parse('2026-11-20T10:00:00Z');

function alarm(kind: AlarmView['kind'], since: string, clearedAt: string | null = null): AlarmView {
  const nothing = { containerId: null, doorId: null, visitId: null };
  return {
    alarmId: `${kind}-${since}`,
    kind,
    stationId: 's',
    since,
    raisedAt: since,
    clearedAt,
    ...nothing,
  } as AlarmView;
}

describe('alarms', () => {
  it.each([...ALARM_KINDS, ...SCALE_ALARM_KINDS, 'doors_unknown', 'scales_unknown'] as const)(
    'of kind %s say what it is and what to do',
    (kind) => {
      const { what, todo } = alarmWords(kind);
      expect(what).not.toBe(kind.replaceAll('_', ' '));
      expect(todo).toMatch(/^[A-ZÆØÅ].*\.$/);
    },
  );

  it('stand with people first and the oldest first, and are over with the newest first', () => {
    const [low, door, old, inside] = [
      alarm('battery_low', '2026-11-01'),
      alarm('held_open', '2026-11-20'),
      alarm('held_open', '2026-11-19'),
      alarm('check_inside', '2026-11-20'),
    ];
    const over = [alarm('jammed', '2026-11-02', '2026-11-03'), alarm('silent', '2026-11-01', '2026-11-05')];
    const sorted = sortAlarms([low, door, ...over, old, inside]);
    expect(sorted.standing).toEqual([inside, old, door, low]);
    expect(sorted.cleared.map(({ kind }) => kind)).toEqual(['silent', 'jammed']);
  });
});

describe('late news of an attempt', () => {
  const attempt = { attemptId: 'a', stationId: 's', containerId: 'c', doorId: 'd', requestedAt: '', reason: null };

  it.each([
    [{}, ''],
    [{ lateResult: 'jammed' }, 'Døren sa senere at låsen satt fast'],
    [{ openedLateAt: '2026-11-20T09:30:00Z' }, 'Døren åpnet likevel 20. nov. kl. 10.30'],
    [
      { lateResult: 'unlocked', openedLateAt: '2026-11-20T09:30:00Z' },
      'Døren sa senere at den låste opp. Døren åpnet likevel 20. nov. kl. 10.30',
    ],
  ])('%j is «%s»', (news, words) => expect(lateNews({ ...attempt, state: 'unknown', ...news }, NOW)).toBe(words));
});
