import { IsArray, IsNotEmpty, IsString } from 'class-validator';
import { IsInstant, MayBeAbsent } from './formats';

/** Who asks: taken from the identity provider by the portal, checked again by the owner. */
export class Author {
  /** The identity provider's stable subject. */
  @IsString() @IsNotEmpty() subject!: string;
  @IsString() name!: string;
  /** `staff`, `operator`, `admin`. */
  @IsArray() @IsString({ each: true }) roles!: string[];
  /** Station ids, or `*` for all. */
  @IsArray() @IsString({ each: true }) stations!: string[];
  /** When the identity provider last asked for the password, or gave a machine its token; absent: not known, so not recent. */
  @MayBeAbsent() @IsInstant() signedInAt?: string;
}

/** @returns whether this person may act for this station in one of these roles; admins may all. */
export function mayActFor(author: Author, stationId: string, roles: readonly string[]): boolean {
  const hasRole = author.roles.some((role) => role === 'admin' || roles.includes(role));
  return hasRole && (author.stations.includes('*') || author.stations.includes(stationId));
}

/** Roles that may change a station: operators may do all that staff may. */
export const STAFF_ROLES = ['staff', 'operator'] as const;
/** Roles that may see exact figures, attempts and ledger rows. */
export const OPERATOR_ROLES = ['operator'] as const;
