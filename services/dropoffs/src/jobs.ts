import { type ModuleRef } from '@nestjs/core';
import { type Jobs } from '@selvbetjent/platform';
import { CheckConservation } from './check-conservation';
import { DropOldReadings } from './drop-old-readings';
import { TellCoverage } from './scale-hours/tell-coverage';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What time alone makes due. */
export function dropoffsJobs(parts: ModuleRef): Jobs {
  return {
    'tell-coverage': {
      everyMs: 5 * MINUTE_MS,
      atStart: true,
      run: (stopping) => parts.get(TellCoverage).handle(stopping),
    },
    'check-conservation': { everyMs: 10 * MINUTE_MS, run: () => parts.get(CheckConservation).handle() },
    'drop-old-readings': { everyMs: HOUR_MS, atStart: true, run: () => parts.get(DropOldReadings).handle() },
  };
}
