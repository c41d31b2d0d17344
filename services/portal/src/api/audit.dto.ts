import { AUDIT_KINDS, type AuditKind, IsId, IsLocalDate, MayBeAbsent } from '@selvbetjent/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';

const MOST_ROWS = 200;
const DEFAULT_ROWS = 50;

export class HistoryQuery {
  @ApiPropertyOptional({ description: 'The last page’s next' })
  @MayBeAbsent()
  @Matches(/^[1-9]\d{0,15}$/, { message: 'cursor must be the last page’s next' })
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_ROWS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_ROWS)
  limit = DEFAULT_ROWS;
}

export class AuditQuery extends HistoryQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() station?: string;
  @ApiPropertyOptional({ format: 'date', description: 'First local date of the station, included' })
  @MayBeAbsent()
  @IsLocalDate()
  from?: string;
  @ApiPropertyOptional({ format: 'date', description: 'Last local date of the station, included' })
  @MayBeAbsent()
  @IsLocalDate()
  to?: string;
  @ApiPropertyOptional({ enum: AUDIT_KINDS, description: 'What the change was about' })
  @MayBeAbsent()
  @IsIn(AUDIT_KINDS)
  kind?: AuditKind;
}
