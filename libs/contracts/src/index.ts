export * from './access';
export * from './activities';
export * from './author';
export * from './contract';
export * from './dropoffs';
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
export { scheduleOf } from './schedule-of';
export * from './stations';
export * from './tonnage';
