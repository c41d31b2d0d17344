import type { HoursVersion } from './api-types';

/** @returns the version that rules on this local date, if any. */
export function hoursInForce(versions: HoursVersion[], date: string): HoursVersion | undefined {
  return byDate(versions).findLast(({ validFrom }) => validFrom <= date);
}

/** @returns the first version that begins after this local date, if any. */
export function hoursAfter(versions: HoursVersion[], date: string): HoursVersion | undefined {
  return byDate(versions).find(({ validFrom }) => validFrom > date);
}

/** @returns the version in force and those to come, in order. */
export function currentAndComing(versions: HoursVersion[], date: string): HoursVersion[] {
  const inForce = hoursInForce(versions, date);
  return byDate(versions).filter((version) => version === inForce || version.validFrom > date);
}

function byDate(versions: HoursVersion[]): HoursVersion[] {
  return versions.toSorted((one, other) => one.validFrom.localeCompare(other.validFrom));
}
