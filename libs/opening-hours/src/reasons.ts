import { Reason } from './schedule';

export const OPEN: Reason = { code: 'open', nb: 'Åpent', en: 'Open' };

export const OUTSIDE_HOURS: Reason = {
  code: 'outside_hours',
  nb: 'Stengt utenom åpningstiden',
  en: 'Closed outside opening hours',
};

export const HOURS_UNKNOWN: Reason = {
  code: 'hours_unknown',
  nb: 'Åpningstiden er ikke kjent',
  en: "The opening hours aren't known",
};

const EXCEPTION: Reason = {
  code: 'exception',
  nb: 'Stengt: egne åpningstider denne dagen',
  en: 'Closed: special opening hours on this date',
};

export function openOnHoliday(name: { nb: string; en: string }): Reason {
  return { code: 'open', nb: `Åpent på helligdag: ${name.nb}`, en: `Open on public holiday: ${name.en}` };
}

export function closedOnHoliday(name: { nb: string; en: string }): Reason {
  return { code: 'holiday', nb: `Stengt på helligdag: ${name.nb}`, en: `Closed on public holiday: ${name.en}` };
}

/** The comment of a rule has one language; it takes the place of the holiday's name. */
export function openWithComment(comment: string): Reason {
  return { code: 'open', nb: `Åpent: ${comment}`, en: `Open: ${comment}` };
}

export function closedWithComment(comment: string, code: 'outside_hours' | 'holiday'): Reason {
  return { code, nb: `Stengt: ${comment}`, en: `Closed: ${comment}` };
}

export function unknownWithComment(comment: string): Reason {
  return { code: 'hours_unknown', nb: `Ikke sikkert åpent: ${comment}`, en: `Not certainly open: ${comment}` };
}

export function exceptionReason(text: { nb: string; en: string } | undefined): Reason {
  return text ? { code: 'exception', ...text } : EXCEPTION;
}

export function closureReason(text: { nb: string; en: string }): Reason {
  return { code: 'closure', ...text };
}
