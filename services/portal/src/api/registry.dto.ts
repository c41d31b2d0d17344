import { IsId, MayBeAbsent } from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsObject, Min } from 'class-validator';
import { StationParams } from './station-params';

const FILE_SHAPE = {
  type: 'object',
  additionalProperties: true,
  description: 'A station in the shape of the stations file (README of services/stations)',
} as const;
const FLAG = { enum: ['true', 'false'] };

export class ChangeStationBody {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    required: false,
    description: 'The revision that the author has seen; another one answers 409. Required unless If-Match says it',
  })
  @IsInt()
  @Min(1)
  expectedRevision!: number;

  @ApiProperty(FILE_SHAPE) @IsObject() station!: Record<string, unknown>;

  @ApiPropertyOptional({ description: 'Saves in spite of warnings; needs a sign-in of the last 15 minutes' })
  @MayBeAbsent()
  @IsBoolean()
  confirm?: boolean;
}

export class HandleCheckBody {
  @ApiProperty({ description: 'Whether the door opened from inside without power' }) @IsBoolean() opens!: boolean;
  @ApiPropertyOptional({ description: 'Offer the door to Oslonøkkelen with this check' })
  @MayBeAbsent()
  @IsBoolean()
  expose?: boolean;
}

export class DoorParams extends StationParams {
  @ApiProperty({ example: 'trosterud-ombruk' }) @IsId() doorId!: string;
}

export class ImportQuery {
  @ApiPropertyOptional({ ...FLAG, description: 'true: only tells what it would do' })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';

  @ApiPropertyOptional({ ...FLAG, description: 'Applies in spite of warnings; needs a sign-in of the last 15 minutes' })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  confirm?: 'true' | 'false';
}
