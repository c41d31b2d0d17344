import { IsLocalDate, IsText, MayBeAbsent, type Period, PERIODS } from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { type Format, FORMATS } from '../exports/send-export';
import { MaybeStationQuery } from './activity.dto';
import { FlowsQuery, LedgerQuery } from './figures.dto';

const FORMAT = {
  enum: FORMATS,
  default: 'csv-nb',
  description: 'csv-nb: Norwegian Excel; csv: RFC 4180; html: a page to print',
};

export class ReportRangeQuery extends MaybeStationQuery {
  @ApiProperty({ format: 'date', description: 'First local date, included' }) @IsLocalDate() from!: string;
  @ApiProperty({ format: 'date', description: 'Last local date, included' }) @IsLocalDate() to!: string;
}

export class ReportRangeExportQuery extends ReportRangeQuery {
  @ApiPropertyOptional(FORMAT) @IsIn(FORMATS) format: Format = 'csv-nb';
}

export class TonnageExportQuery extends ReportRangeExportQuery {
  @ApiPropertyOptional({ enum: PERIODS, default: 'month' }) @IsIn(PERIODS) by: Period = 'month';
}

export class ListExportQuery extends MaybeStationQuery {
  @ApiPropertyOptional({ format: 'date' }) @MayBeAbsent() @IsLocalDate() from?: string;
  @ApiPropertyOptional({ format: 'date' }) @MayBeAbsent() @IsLocalDate() to?: string;
  @ApiPropertyOptional(FORMAT) @IsIn(FORMATS) format: Format = 'csv-nb';
}

export class LedgerExportQuery extends LedgerQuery {
  @ApiPropertyOptional(FORMAT) @IsIn(FORMATS) format: Format = 'csv-nb';
}

export class FlowExportQuery extends FlowsQuery {
  @ApiPropertyOptional(FORMAT) @IsIn(FORMATS) format: Format = 'csv-nb';
}

export class YearExportQuery extends MaybeStationQuery {
  @ApiPropertyOptional(FORMAT) @IsIn(FORMATS) format: Format = 'csv-nb';
}

export class YearParams {
  @ApiProperty({ type: 'integer', example: 2026 }) @Type(() => Number) @IsInt() @Min(2000) @Max(2100) year!: number;
}

export class SendReportBody {
  @ApiProperty({ example: 'Sendt til KOSTRA' }) @IsText() @MaxLength(500) note!: string;
}

export class SentReportParams {
  @ApiProperty({ format: 'uuid' }) @IsUUID() reportId!: string;
}
