import {
  ENTRY_KINDS,
  type EntryKind,
  type Figure,
  FIGURE_NAMES,
  IsId,
  IsInstant,
  IsLocalDate,
  MayBeAbsent,
  type Period,
  PERIODS,
  QUALITIES,
  type Quality,
  STREAMS,
  type WasteStream,
} from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';

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

export class DropOffsQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() station?: string;
  @ApiPropertyOptional({ format: 'date' }) @MayBeAbsent() @IsLocalDate() from?: string;
  @ApiPropertyOptional({ format: 'date' }) @MayBeAbsent() @IsLocalDate() to?: string;
  @ApiPropertyOptional() @MayBeAbsent() @IsId() container?: string;
  @ApiPropertyOptional({ enum: STREAMS }) @MayBeAbsent() @IsIn(STREAMS) stream?: WasteStream;
  @ApiPropertyOptional() @MayBeAbsent() @IsString() @MaxLength(100) fraction?: string;
  @ApiPropertyOptional({ enum: ENTRY_KINDS }) @MayBeAbsent() @IsIn(ENTRY_KINDS) kind?: EntryKind;
  @ApiPropertyOptional({ enum: QUALITIES }) @MayBeAbsent() @IsIn(QUALITIES) quality?: Quality;
  @ApiPropertyOptional({
    enum: FIGURE_NAMES,
    description: 'Only the rows that this figure of /api/tonnage is the sum of',
  })
  @MayBeAbsent()
  @IsIn(FIGURE_NAMES)
  figure?: Figure;
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

export class StationRowsQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() container?: string;
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

export class UseQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() station?: string;
  @ApiProperty({ format: 'date', description: 'First local date, included' }) @IsLocalDate() from!: string;
  @ApiProperty({ format: 'date', description: 'Last local date, included' }) @IsLocalDate() to!: string;
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
