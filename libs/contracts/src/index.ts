export * from './access';
export * from './activities';
export * from './author';
export * from './contract';
export * from './coverage';
export * from './device-registry';
export * from './dropoffs';
export * from './figures';
export {
  ID_PATTERN,
  IsHoursText,
  IsId,
  IsInstant,
  IsLocalDate,
  IsPart,
  IsParts,
  IsText,
  MayBeAbsent,
  MayBeNull,
} from './formats';
export * from './history';
export * from './outcome';
export { InvalidBody, parseBody } from './parse-body';
export * from './reports';
export * from './scale-devices';
export { isRetired, openingKindOf, scheduleOf } from './schedule-of';
export * from './staff-entries';
export * from './station-requests';
export * from './stations';
export * from './tonnage';
