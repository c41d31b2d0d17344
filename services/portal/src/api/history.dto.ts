import { IsText } from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, MaxLength } from 'class-validator';
import { StationQuery } from './activity.dto';

export class HistoryImportQuery extends StationQuery {
  @ApiProperty({ example: 'Sluttrapport 2023', description: 'Rows of the same source are booked once' })
  @IsText()
  @MaxLength(100)
  source!: string;
  @ApiProperty({ example: 'Tall fra før vektene' }) @IsText() @MaxLength(500) reason!: string;
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'true: tells every fault, books nothing',
  })
  @IsIn(['true', 'false'])
  dryRun: 'true' | 'false' = 'false';
}
