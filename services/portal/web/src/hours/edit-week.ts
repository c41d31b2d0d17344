import { WEEKDAYS, type EditedSeason, type EditedWeek, type RowKey, type TimeSpan, type Weekday } from './edited-week';

/** The spans of a row in a season; holidays have the same in all seasons. */
export function spansOf({ seasons, holidays }: EditedWeek, season: number, row: RowKey): TimeSpan[] {
  if (row === 'PH') return holidays === 'as-weekdays' ? [] : holidays;
  return seasons[season]?.days[row] ?? [];
}

/** The week with other spans in a row. */
export function withSpans(week: EditedWeek, season: number, row: RowKey, spans: TimeSpan[]): EditedWeek {
  if (row === 'PH') return { ...week, holidays: spans };
  const seasons = week.seasons.map((one, index) =>
    index === season ? { ...one, days: { ...one.days, [row]: spans } } : one,
  );
  return { ...week, seasons };
}

/** The week with the spans of one day on others too. */
export function withCopies(week: EditedWeek, season: number, from: Weekday, to: readonly Weekday[]): EditedWeek {
  const spans = spansOf(week, season, from);
  return to.reduce((copied, day) => withSpans(copied, season, day, [...spans]), week);
}

/** A new season of these months with the week of another; seasons without months left disappear. */
export function withSeason(week: EditedWeek, months: readonly number[], like: number): EditedWeek {
  const days = week.seasons[like]?.days;
  if (!days || months.length === 0) return week;
  const rest = week.seasons.map((season) => without(season, months)).filter(hasMonths);
  return { ...week, seasons: [...rest, { months: [...months].sort((a, b) => a - b), days: copyOf(days) }] };
}

/** The month goes from the season that has it to another one. */
export function withMonth(week: EditedWeek, season: number, month: number): EditedWeek {
  const seasons = week.seasons.map((one, index) =>
    index === season
      ? { ...one, months: [...new Set([...one.months, month])].sort((a, b) => a - b) }
      : without(one, [month]),
  );
  return { ...week, seasons: seasons.filter(hasMonths) };
}

/** The season's months go to the season of the month before them. */
export function withoutSeason(week: EditedWeek, season: number): EditedWeek {
  const gone = week.seasons[season];
  if (!gone || week.seasons.length < 2) return week;
  const rest = week.seasons.filter((one) => one !== gone);
  const seasons = rest.map((one) => ({
    ...one,
    months: [...one.months, ...gone.months.filter((month) => heirOf(month, gone, rest) === one)].sort((a, b) => a - b),
  }));
  return { ...week, seasons };
}

function heirOf(month: number, gone: EditedSeason, rest: readonly EditedSeason[]): EditedSeason | undefined {
  let before = month;
  while (gone.months.includes(before)) before = before === 1 ? 12 : before - 1;
  return rest.find(({ months }) => months.includes(before));
}

function without(season: EditedSeason, months: readonly number[]): EditedSeason {
  return { ...season, months: season.months.filter((month) => !months.includes(month)) };
}

function hasMonths({ months }: EditedSeason): boolean {
  return months.length > 0;
}

function copyOf(days: EditedSeason['days']): EditedSeason['days'] {
  const copy = { ...days };
  for (const day of WEEKDAYS) copy[day] = days[day].map((span) => ({ ...span }));
  return copy;
}
