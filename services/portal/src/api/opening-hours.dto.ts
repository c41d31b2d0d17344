import { IsHoursText, IsLocalDate, MayBeAbsent } from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, Min } from 'class-validator';

const HOURS = { example: 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off', description: 'OpenStreetMap opening_hours' };
const DATE = { format: 'date', example: '2026-11-20', description: 'Local date of the station' };

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

export class PreviewHoursBody extends HoursBody {
  @ApiPropertyOptional(DATE) @MayBeAbsent() @IsLocalDate() from?: string;
  @ApiPropertyOptional(DATE) @MayBeAbsent() @IsLocalDate() to?: string;
}

export class ChangeHoursBody extends HoursBody {
  @ApiProperty({ description: 'The version that the author has seen; another one answers 409' })
  @IsInt()
  @Min(0)
  expectedVersion!: number;

  @ApiPropertyOptional({ description: 'Saves in spite of warnings' }) @MayBeAbsent() @IsBoolean() confirm?: boolean;
}
