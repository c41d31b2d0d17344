import type { CalibrationPlace, CalibrationStep } from '@selvbetjent/contracts';
import { expect, it } from '@jest/globals';
import { judgeCalibration } from './judge-calibration';

const step = (place: CalibrationPlace, placedGrams: number, ...shownGrams: number[]): CalibrationStep => ({
  place,
  placedGrams,
  shownGrams,
});
const EMPTY = step('empty', 0, 400_000, 400_100);
const CORNERS = (['corner-1', 'corner-2', 'corner-3', 'corner-4'] as const).map((place) =>
  step(place, 20_000, 420_000),
);

it.each<[string, CalibrationStep[], string[], number | null, number | null]>([
  ['a good scale', [EMPTY, step('centre', 20_000, 420_000), ...CORNERS], [], 50, 0],
  ['no empty scale', [step('centre', 20_000, 420_000)], ['no_empty'], null, null],
  ['nothing but the empty scale', [EMPTY], ['no_known_weight'], null, null],
  ['a weight that says nothing', [EMPTY, step('centre', 1_000, 401_000)], ['too_light'], 50, null],
  ['a restless scale', [EMPTY, step('centre', 20_000, 419_800, 420_200)], ['restless'], 50, null],
  ['a wrong slope', [EMPTY, step('centre', 20_000, 425_000)], ['wrong_weight'], 4_950, null],
  [
    'a weak cell',
    [EMPTY, step('centre', 20_000, 420_000), step('corner-3', 20_000, 419_700)],
    ['wrong_weight', 'uneven_corners'],
    350,
    300,
  ],
])('tells of %s', (_name, steps, faults, errorGrams, cornerGrams) => {
  expect(judgeCalibration(steps, 100)).toEqual({
    passed: faults.length === 0,
    faults,
    errorGrams,
    cornerGrams,
    allowedGrams: 200,
  });
});
