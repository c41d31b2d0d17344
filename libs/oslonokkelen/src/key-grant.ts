import { isWebLink } from './web-address';

/** Longest text of a key's information, in characters (UTF-16 units). */
export const MAX_INFORMATION_LENGTH = 2_000;

/** A key on somebody's phone: which doors, when, and for whom. */
export interface KeyGrant {
  /** Ours to choose, `^[a-z0-9\-_]{1,40}$`; the same id again is an update. */
  readonly id: string;
  /** 1–100 characters, shown on the key. */
  readonly title: string;
  /** At least one. */
  readonly permissions: readonly KeyPermission[];
  /** At least one. Each gets the key only after verifying the phone number in the app. */
  readonly recipients: readonly KeyRecipient[];
  /** At most {@link MAX_INFORMATION_LENGTH} characters. */
  readonly information?: string;
  /** http or https; title of at most 20 characters. */
  readonly link?: { readonly title: string; readonly uri: string };
}

/** From `from` until `until`, the doors of these asset ids. */
export interface KeyPermission {
  readonly from: LocalDateTime;
  readonly until: LocalDateTime;
  readonly assetIds: readonly string[];
}

/** Local time in Europe/Oslo. */
export interface LocalDateTime {
  /** 2026-11-20 */
  readonly date: string;
  /** 14:30 */
  readonly time: string;
}

export interface KeyRecipient {
  readonly phoneNumber: PhoneNumber;
  /** Whether the recipient may pass the key on; false unless said otherwise. */
  readonly canShare?: boolean;
}

export interface PhoneNumber {
  /** 2–4 digits without a leading zero: `47`. */
  readonly countryCode: string;
  /** 5–13 digits. */
  readonly number: string;
}

export const GRANT_ID = /^[a-z0-9\-_]{1,40}$/;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const COUNTRY_CODE = /^[1-9]\d{1,3}$/;
const NUMBER = /^\d{5,13}$/;
const MAX_TITLE_LENGTH = 100;
const MAX_LINK_TITLE_LENGTH = 20;

/** What Oslonøkkelen would refuse, in words; null for a sound grant. Never repeats a phone number. */
export function grantFault({ id, title, permissions, recipients, information, link }: KeyGrant): string | null {
  if (!GRANT_ID.test(id)) return 'the id must be 1–40 of a–z, 0–9, - and _';
  if (title.trim() === '' || title.length > MAX_TITLE_LENGTH) return 'the title must have 1–100 characters';
  if (permissions.length === 0) return 'a permission is missing';
  if (recipients.length === 0) return 'a recipient is missing';
  if ((information?.length ?? 0) > MAX_INFORMATION_LENGTH) return 'the information has more than 2,000 characters';
  if (link && (link.title.trim() === '' || link.title.length > MAX_LINK_TITLE_LENGTH)) {
    return 'the link’s title must have 1–20 characters';
  }
  if (link && !isWebLink(link.uri)) return 'the link is not http(s)';
  return firstFault(permissions, permissionFault) ?? firstFault(recipients, recipientFault);
}

function permissionFault({ from, until, assetIds }: KeyPermission): string | null {
  if (assetIds.length === 0 || assetIds.some((id) => id.trim() === '')) return 'names no asset';
  if (!isLocal(from) || !isLocal(until)) return 'needs dates like 2026-11-20 and times like 14:30';
  return sortable(from) < sortable(until) ? null : 'ends before it begins';
}

function recipientFault({ phoneNumber: { countryCode, number } }: KeyRecipient): string | null {
  if (!COUNTRY_CODE.test(countryCode)) return 'needs a country code of 2–4 digits, like 47';
  return NUMBER.test(number) ? null : 'needs a phone number of 5–13 digits';
}

function firstFault<T extends KeyPermission | KeyRecipient>(
  all: readonly T[],
  faultOf: (one: T) => string | null,
): string | null {
  for (const [index, one] of all.entries()) {
    const fault = faultOf(one);
    if (fault) return `${'assetIds' in one ? 'permission' : 'recipient'} ${index + 1} ${fault}`;
  }
  return null;
}

function isLocal({ date, time }: LocalDateTime): boolean {
  return DATE.test(date) && TIME.test(time);
}

function sortable({ date, time }: LocalDateTime): string {
  return `${date} ${time}`;
}
