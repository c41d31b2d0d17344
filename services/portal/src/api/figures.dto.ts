import {
  ENTRY_KINDS,
  type EntryKind,
  type Figure,
  FIGURE_NAMES,
  type Flow,
  FLOW_NAMES,
  IsId,
  IsInstant,
  IsLocalDate,
  MayBeAbsent,
  MOST_DEMAND_WEEKS,
  METHODS,
  ORIGINS,
  type Period,
  PERIODS,
  QUALITIES,
  type Quality,
  type Split,
  SPLITS,
  STREAMS,
  type WasteStream,
} from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { type Comparison, COMPARISONS } from '../domain/compared-range';

const MOST_STATIONS = 100;
const MOST_ROWS = 500;
const DEFAULT_ROWS = 100;

export class TonnageQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() station?: string;
  @ApiPropertyOptional({ format: 'date', description: 'First local date, included; 1 January when absent' })
  @MayBeAbsent()
  @IsLocalDate()
  from?: string;
  @ApiPropertyOptional({ format: 'date', description: 'Last local date, included; today when absent' })
  @MayBeAbsent()
  @IsLocalDate()
  to?: string;
  @ApiPropertyOptional({ enum: PERIODS, default: 'month', description: 'day and week for operators only' })
  @IsIn(PERIODS)
  by: Period = 'month';
}

/** A list of stations is given by naming each: `station=trosterud&station=loren`. */
export function StationList(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: [String], description: 'One or several; without any, all' }),
    MayBeAbsent(),
    Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : [value].flat())),
    ArrayNotEmpty(),
    ArrayMaxSize(MOST_STATIONS),
    ArrayUnique(),
    IsId({ each: true }),
  );
}

/** Which rows of the ledger; all conditions hold together. */
export class LedgerQuery {
  @StationList() station?: string[];
  @ApiPropertyOptional({ format: 'date' }) @MayBeAbsent() @IsLocalDate() from?: string;
  @ApiPropertyOptional({ format: 'date' }) @MayBeAbsent() @IsLocalDate() to?: string;
  @ApiPropertyOptional() @MayBeAbsent() @IsId() container?: string;
  @ApiPropertyOptional({ enum: STREAMS }) @MayBeAbsent() @IsIn(STREAMS) stream?: WasteStream;
  @ApiPropertyOptional() @MayBeAbsent() @IsString() @MaxLength(100) fraction?: string;
  @ApiPropertyOptional({ enum: ENTRY_KINDS }) @MayBeAbsent() @IsIn(ENTRY_KINDS) kind?: EntryKind;
  @ApiPropertyOptional({ enum: QUALITIES }) @MayBeAbsent() @IsIn(QUALITIES) quality?: Quality;
  @ApiPropertyOptional({ enum: METHODS }) @MayBeAbsent() @IsIn(METHODS) method?: (typeof METHODS)[number];
  @ApiPropertyOptional({ enum: ORIGINS }) @MayBeAbsent() @IsIn(ORIGINS) origin?: (typeof ORIGINS)[number];
  @ApiPropertyOptional({
    enum: FIGURE_NAMES,
    description: 'Only the rows that this figure of /api/tonnage is the sum of',
  })
  @MayBeAbsent()
  @IsIn(FIGURE_NAMES)
  figure?: Figure;
  @ApiPropertyOptional({
    enum: FLOW_NAMES,
    description: 'Only the rows that this flow of /api/tonnage/flows is the sum of',
  })
  @MayBeAbsent()
  @IsIn(FLOW_NAMES)
  flow?: Flow;
}

export class DropOffsQuery extends LedgerQuery {
  @ApiPropertyOptional({ description: 'The last page’s next' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(500)
  cursor?: string;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_ROWS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_ROWS)
  limit = DEFAULT_ROWS;
}

export class FlowsQuery {
  @StationList() station?: string[];
  @ApiProperty({ format: 'date', description: 'First local date, included' }) @IsLocalDate() from!: string;
  @ApiProperty({ format: 'date', description: 'Last local date, included' }) @IsLocalDate() to!: string;
  @ApiPropertyOptional({ enum: PERIODS, description: 'What suits the length of the range, when absent' })
  @MayBeAbsent()
  @IsIn(PERIODS)
  by?: Period;
  @ApiPropertyOptional({ enum: SPLITS }) @MayBeAbsent() @IsIn(SPLITS) split?: Split;
  @ApiPropertyOptional({ enum: COMPARISONS, description: 'The period before, or the same dates a year earlier' })
  @MayBeAbsent()
  @IsIn(COMPARISONS)
  against?: Comparison;
}

/** A page of what belongs to local dates. */
export class DatedPageQuery {
  @ApiPropertyOptional({ format: 'date' }) @MayBeAbsent() @IsLocalDate() from?: string;
  @ApiPropertyOptional({ format: 'date' }) @MayBeAbsent() @IsLocalDate() to?: string;
  @ApiPropertyOptional({ description: 'The last page’s next' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(500)
  cursor?: string;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_ROWS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_ROWS)
  limit = DEFAULT_ROWS;
}

export class StationRowsQuery extends DatedPageQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() container?: string;
}

export class UseQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() station?: string;
  @ApiProperty({ format: 'date', description: 'First local date, included' }) @IsLocalDate() from!: string;
  @ApiProperty({ format: 'date', description: 'Last local date, included' }) @IsLocalDate() to!: string;
}

export class UnmetDemandQuery {
  @ApiProperty({ example: 'trosterud' }) @IsId() station!: string;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_DEMAND_WEEKS, default: MOST_DEMAND_WEEKS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_DEMAND_WEEKS)
  weeks = MOST_DEMAND_WEEKS;
}

export class NewestFirstQuery {
  @ApiProperty() @IsId() station!: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'Only older ones' })
  @MayBeAbsent()
  @IsInstant()
  before?: string;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_ROWS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_ROWS)
  limit = DEFAULT_ROWS;
}

export class EventsQuery {
  @StationList() station?: string[];
}

export class AttemptsQuery extends NewestFirstQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'The last attempt of the page before: those older than it' })
  @MayBeAbsent()
  @IsUUID()
  cursor?: string;
}

export class DoorsQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() station?: string;
}

export class AlertsQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() station?: string;
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'true: only those that stand' })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  standing?: 'true' | 'false';
  @ApiPropertyOptional({ format: 'date-time', description: 'Only older ones, by when they were raised' })
  @MayBeAbsent()
  @IsInstant()
  before?: string;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_ROWS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_ROWS)
  limit = DEFAULT_ROWS;
}
