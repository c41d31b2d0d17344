import {
  ContainerPlace,
  IsId,
  IsInstant,
  IsPart,
  MayBeAbsent,
  STREAMS,
  type WasteStream,
} from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';

const MOST_GRAMS = 1_000_000_000;
const TEXT = /^[^\0\p{Cs}]*$/u;

class WithReason {
  @ApiProperty({ example: 'Veid for hånd mens vekten var på reparasjon', maxLength: 500 })
  @IsString()
  @IsNotEmpty()
  @Matches(TEXT)
  @MaxLength(500)
  reason!: string;

  @ApiPropertyOptional({ description: 'Only tells what it would do: the answer is the same, and nothing is written' })
  @MayBeAbsent()
  @IsBoolean()
  preview?: boolean;
}

export class ManualDropOffBody extends WithReason {
  @ApiProperty({ example: 'trosterud' }) @IsId() stationId!: string;
  @ApiProperty({ example: 'ombruk' }) @IsId() containerId!: string;
  @ApiProperty({ format: 'date-time' }) @IsInstant() at!: string;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MOST_GRAMS, description: 'Integer grams' })
  @IsInt()
  @Min(1)
  @Max(MOST_GRAMS)
  grams!: number;
  @ApiPropertyOptional({ enum: STREAMS }) @MayBeAbsent() @IsIn(STREAMS) stream?: WasteStream;
  @ApiPropertyOptional() @MayBeAbsent() @IsNotEmpty() @Matches(TEXT) @MaxLength(60) fraction?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The measured row that it is, where several could be meant' })
  @MayBeAbsent()
  @IsUUID()
  dropOffId?: string;
}

export class CorrectionBody extends WithReason {
  @ApiPropertyOptional({
    type: 'integer',
    description: 'What it really weighed: signed integer grams, + into the container',
  })
  @MayBeAbsent()
  @IsInt()
  @Min(0 - MOST_GRAMS)
  @Max(MOST_GRAMS)
  grams?: number;
  @ApiPropertyOptional({ enum: STREAMS }) @MayBeAbsent() @IsIn(STREAMS) stream?: WasteStream;
  @ApiPropertyOptional() @MayBeAbsent() @IsNotEmpty() @Matches(TEXT) @MaxLength(60) fraction?: string;
}

export class CollectionBody extends WithReason {
  @ApiProperty({ example: 'trosterud' }) @IsId() stationId!: string;
  @ApiProperty({ example: 'ombruk' }) @IsId() containerId!: string;
  @ApiProperty({ format: 'date-time' }) @IsInstant() at!: string;
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_GRAMS,
    description: 'Integer grams; needed only where no scale measured it',
  })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(MOST_GRAMS)
  grams?: number;
  @ApiPropertyOptional({ format: 'uuid', description: 'The measured row that it is, where several could be meant' })
  @MayBeAbsent()
  @IsUUID()
  dropOffId?: string;
}

export class PlaceBody extends ContainerPlace {
  @ApiProperty({ example: 'trosterud' }) declare stationId: string;
  @ApiProperty({ example: 'metall' }) declare containerId: string;
}

export class TransferBody extends WithReason {
  @ApiProperty() @IsPart(() => PlaceBody) from!: PlaceBody;
  @ApiProperty() @IsPart(() => PlaceBody) to!: PlaceBody;
  @ApiProperty({ format: 'date-time' }) @IsInstant() at!: string;
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_GRAMS,
    description: 'Integer grams; needed only where neither scale measured it',
  })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(MOST_GRAMS)
  grams?: number;
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A row of `from`: the fall that it is, or the kilos that were moved',
  })
  @MayBeAbsent()
  @IsUUID()
  dropOffId?: string;
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A row of `to`: the rise that it is, where several could be meant',
  })
  @MayBeAbsent()
  @IsUUID()
  toDropOffId?: string;
}

export class DropOffParams {
  @ApiProperty({ format: 'uuid' }) @IsUUID() dropOffId!: string;
}
