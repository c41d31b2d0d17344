import { Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';

/** Station and device ids become MQTT levels, NATS tokens and parts of URLs. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** No year 99xx: looking a year ahead from there needs a fifth digit. */
const LOCAL_DATE_PATTERN = /^(?!99)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A station, container, door or scale id. */
export function IsId(options?: ValidationOptions): PropertyDecorator {
  const message = '$property must be 1–40 of a–z, 0–9 and hyphen, starting with a letter or digit';
  return Matches(ID_PATTERN, { message, ...options });
}

/** An instant as ISO-8601 text with offset or Z. */
export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  const message = '$property must be an instant like 2026-11-20T10:00:00Z';
  return all(
    IsISO8601({ strict: true }, { message, ...options }),
    Matches(/^(?!99).*(Z|[+-]\d\d:\d\d)$/, { message, ...options }),
  );
}

/** A local date `2026-11-20` of the station's zone. */
export function IsLocalDate(): PropertyDecorator {
  const message = '$property must be a date like 2026-11-20';
  return all(Matches(LOCAL_DATE_PATTERN, { message }), IsISO8601({ strict: true }, { message }));
}

/** Signed integer grams, + into the container; bounded by what a container could ever hold. */
export function IsGrams(): PropertyDecorator {
  return all(IsInt(), Min(-1_000_000_000), Max(1_000_000_000));
}

/** An expression in OpenStreetMap's opening_hours syntax; whether it parses is the owner's to say. */
export function IsHoursText(): PropertyDecorator {
  return all(Matches(/\S/, { message: '$property must not be empty' }), MaxLength(2000));
}

/** Text that a database keeps as it is: without NUL and halves of characters. */
export function IsText(): PropertyDecorator {
  const message = '$property must be text without control characters';
  return all(IsNotEmpty(), Matches(/^[^\0\p{Cs}]*$/u, { message }));
}

/** An MQTT topic or filter: `+` and `#` only as whole levels, `#` only at the end. */
export function IsTopic(): PropertyDecorator {
  const message = '$property must be an MQTT topic like tele/vekt1/SENSOR';
  return all(Matches(/^(?=.{1,500}$)(?:(?:[^/+#\0]*|\+)\/)*(?:[^/+#\0]*|\+|#)$/, { message }));
}

/** One nested body; `ValidateNested` alone would take its absence and lists. */
export function IsPart(contract: () => new () => object): PropertyDecorator {
  return all(IsObject(), ValidateNested(), Type(contract));
}

/** A list of nested bodies; `ValidateNested` alone would take lists of lists. */
export function IsParts(contract: () => new () => object): PropertyDecorator {
  return all(IsArray(), IsObject({ each: true }), ValidateNested({ each: true }), Type(contract));
}

/** May be left out, but not null. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** May be left out or null. */
export function MayBeNull(): PropertyDecorator {
  return IsOptional();
}

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
