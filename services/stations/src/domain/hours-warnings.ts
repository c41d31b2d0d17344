import { type HoursPreview, type HoursVersion, type StationChanged } from '@selvbetjent/contracts';
import { plusDays, startOfLocalDate } from '@selvbetjent/opening-hours';
import { datesOf, spokenDate } from './dates';
import { compileHours, minutesOf, openBetween, openOn } from './open-time';
import { withVersion } from './with-version';

const HORIZON_DAYS = 366;

type Warning = HoursPreview['warnings'][number];

/** What a person may have typed by mistake and has to confirm; looks a year ahead from the version's first day. */
export function hoursWarnings(station: StationChanged, version: HoursVersion): Warning[] {
  const range = { from: version.validFrom, to: plusDays(version.validFrom, HORIZON_DAYS - 1) };
  return [...extremeWarning(station, version, range), ...opensMoreWarning(station, version, range)];
}

/** The hours alone, without exceptions and other versions. */
function extremeWarning({ timeZone, ...station }: StationChanged, version: HoursVersion, range: Range): Warning[] {
  const { validFrom, hours } = version;
  const alone = compileHours({ ...station, timeZone, openingHours: [{ validFrom, hours }], exceptions: [] });
  const open = openBetween(alone, range);
  const [first] = open;
  if (!first) return [{ code: 'never_open', message: 'Med disse åpningstidene er det aldri åpent.' }];
  const end = startOfLocalDate(plusDays(range.to, 1), timeZone);
  const always = open.length === 1 && first.start <= startOfLocalDate(range.from, timeZone) && first.end >= end;
  return always
    ? [{ code: 'always_open', message: 'Med disse åpningstidene er det åpent døgnet rundt, hele året.' }]
    : [];
}

/** Some day would be open longer than it now is. */
function opensMoreWarning(station: StationChanged, version: HoursVersion, range: Range): Warning[] {
  const [before, after] = [compileHours(station), compileHours(withVersion(station, version))];
  const minutes = (date: string): [number, number] => [minutesOf(openOn(before, date)), minutesOf(openOn(after, date))];
  const longer = datesOf(range).find((date) => {
    const [now, then] = minutes(date);
    return then > now;
  });
  if (!longer) return [];
  const [now, then] = minutes(longer);
  const message = `Det blir åpent lenger enn før, første gang ${spokenDate(longer)}: ${spokenTime(then)} mot ${spokenTime(now)}.`;
  return [{ code: 'opens_more', message }];
}

function spokenTime(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 || rest === 0 ? `${hours} t` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
}

interface Range {
  from: string;
  to: string;
}
