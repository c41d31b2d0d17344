import {
  DatedHours,
  IsHoursText,
  IsLocalDate,
  IsPart,
  IsParts,
  LocalText,
  MayBeAbsent,
  MayBeNull,
} from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsBoolean, IsIn, IsInt, Min } from 'class-validator';
import { ReasonBody } from './closure.dto';

const HOURS = { example: 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off', description: 'OpenStreetMap opening_hours' };
const DATE = { format: 'date', example: '2026-11-20', description: 'Local date of the station' };

const SEEN = {
  ...{ type: 'integer' as const, minimum: 0 },
  description: 'The version of the hours that the author has seen; another one answers 409',
};
const SEEN_OR_TAGGED = {
  ...SEEN,
  required: false,
  description: `${SEEN.description}. Required unless If-Match says it`,
};
const CONFIRM = { description: 'Saves in spite of warnings; needs a sign-in of the last 15 minutes' };
const MOST_EXCEPTIONS = 100;

export class DateRangeQuery {
  @ApiPropertyOptional({ ...DATE, description: 'First local date, included; today when absent' })
  @MayBeAbsent()
  @IsLocalDate()
  from?: string;

  @ApiPropertyOptional({ ...DATE, description: 'Last local date, included; 13 days after the first when absent' })
  @MayBeAbsent()
  @IsLocalDate()
  to?: string;
}

export class HoursBody {
  @ApiProperty(DATE) @IsLocalDate() validFrom!: string;
  @ApiProperty(HOURS) @IsHoursText() hours!: string;
}

export class DatedHoursBody extends DatedHours {
  @ApiProperty(DATE) declare date: string;
  @ApiProperty({ example: '11:00-13:00', description: 'Hours of the date alone; off is closed' }) declare hours: string;
}

export class PreviewHoursBody extends HoursBody {
  @ApiPropertyOptional({ type: [DatedHoursBody], description: 'Tried together with the version' })
  @MayBeAbsent()
  @IsParts(() => DatedHoursBody)
  @ArrayMaxSize(MOST_EXCEPTIONS)
  exceptions?: DatedHoursBody[];

  @ApiPropertyOptional(DATE) @MayBeAbsent() @IsLocalDate() from?: string;
  @ApiPropertyOptional(DATE) @MayBeAbsent() @IsLocalDate() to?: string;
}

export class ChangeHoursBody extends HoursBody {
  @ApiProperty(SEEN_OR_TAGGED) @IsInt() @Min(0) expectedVersion!: number;
  @ApiPropertyOptional(CONFIRM) @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

export class UndoBody {
  @ApiProperty(SEEN_OR_TAGGED) @IsInt() @Min(0) expectedVersion!: number;
  @ApiPropertyOptional(CONFIRM) @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

export class SetExceptionBody extends DatedHoursBody {
  @ApiPropertyOptional({ type: ReasonBody, nullable: true })
  @MayBeNull()
  @IsPart(() => ReasonBody)
  reason?: LocalText | null;

  @ApiPropertyOptional(SEEN) @MayBeAbsent() @IsInt() @Min(0) expectedVersion?: number;
  @ApiPropertyOptional(CONFIRM) @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

/** Deletions carry in the query what other changes carry in their body. */
class ConfirmQuery {
  @ApiPropertyOptional({ ...CONFIRM, enum: ['true', 'false'] })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  confirm?: 'true' | 'false';
}

export class SeenVersionQuery extends ConfirmQuery {
  @ApiProperty(SEEN_OR_TAGGED) @Type(() => Number) @IsInt() @Min(0) expectedVersion!: number;
}

export class MaybeSeenVersionQuery extends ConfirmQuery {
  @ApiPropertyOptional(SEEN) @MayBeAbsent() @Type(() => Number) @IsInt() @Min(0) expectedVersion?: number;
}
