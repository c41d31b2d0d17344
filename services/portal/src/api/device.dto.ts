import {
  CALIBRATION_PLACES,
  type CalibrationPlace,
  CalibrationStep,
  IsId,
  IsInstant,
  IsParts,
  MayBeAbsent,
} from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsInt, IsUUID, Max, Min } from 'class-validator';

const MOST_ROWS = 500;

export class DeviceParams {
  @ApiProperty({ example: 'trosterud-ombruk-vekt' }) @IsId() deviceId!: string;
}

export class DeviceKeyParams extends DeviceParams {
  @ApiProperty({ format: 'uuid' }) @IsUUID() keyId!: string;
}

export class DevicesQuery {
  @ApiPropertyOptional() @MayBeAbsent() @IsId() station?: string;
}

export class PoisonQuery extends DevicesQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_ROWS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_ROWS)
  limit = 100;
}

export class ReplayBody {
  @ApiPropertyOptional({ type: 'array', items: { type: 'integer' }, description: 'All that are whole when absent' })
  @MayBeAbsent()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsInt({ each: true })
  ids?: number[];
}

export class CalibrationStepBody extends CalibrationStep {
  @ApiProperty({ enum: CALIBRATION_PLACES }) declare place: CalibrationPlace;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Grams of known weight; 0 when empty' })
  declare placedGrams: number;
  @ApiProperty({ type: 'array', items: { type: 'integer' }, description: 'What the scale showed: grams, untared' })
  declare shownGrams: number[];
}

export class CalibrationBody {
  @ApiProperty({ format: 'date-time' }) @IsInstant() at!: string;
  @ApiProperty({ type: [CalibrationStepBody] })
  @IsParts(() => CalibrationStepBody)
  @ArrayNotEmpty()
  @ArrayMaxSize(30)
  steps!: CalibrationStepBody[];
}
