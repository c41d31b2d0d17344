import {
  Activity,
  ACTIVITY_KINDS,
  ActivityGoods,
  type ActivityKind,
  IsId,
  IsLocalDate,
  IsPart,
  IsParts,
  IsText,
  MayBeAbsent,
  METHODS,
  ORIGINS,
  STREAMS,
  type WasteStream,
} from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsInt, IsUUID, MaxLength, Min } from 'class-validator';
import { DatedPageQuery } from './figures.dto';

const COUNT = { type: 'integer', minimum: 0, nullable: true, description: 'null: nobody counted' } as const;

export class StationQuery {
  @ApiProperty({ example: 'trosterud' }) @IsId() station!: string;
}

export class MaybeStationQuery {
  @ApiPropertyOptional({ example: 'trosterud', description: 'All stations when absent' })
  @MayBeAbsent()
  @IsId()
  station?: string;
}

export class ActivitiesQuery extends DatedPageQuery {
  @ApiPropertyOptional({ description: 'All stations when absent' }) @MayBeAbsent() @IsId() station?: string;
}

export class GoodsBody extends ActivityGoods {
  @ApiProperty({ enum: STREAMS }) declare stream: WasteStream;
  @ApiProperty({ example: 'furniture' }) declare fraction: string;
  @ApiProperty({ type: 'integer', minimum: 1, example: 350_000 }) declare grams: number;
  @ApiProperty({ enum: METHODS }) declare method: (typeof METHODS)[number];
  @ApiProperty({ enum: ORIGINS }) declare origin: (typeof ORIGINS)[number];
}

export class ActivityBody extends Activity {
  @ApiProperty({ format: 'date', example: '2023-06-07' }) @IsLocalDate() declare localDate: string;
  @ApiProperty({ example: 'Låven, Trosterudparken' }) declare place: string;
  @ApiProperty({ enum: ACTIVITY_KINDS }) declare kind: ActivityKind;
  @ApiProperty({ example: 'Popup-marked' }) declare title: string;
  @ApiProperty({ type: [GoodsBody], description: 'Kilos that found new use; may be empty' })
  @IsParts(() => GoodsBody)
  @ArrayMaxSize(100)
  declare goods: GoodsBody[];
  @ApiProperty({ type: 'integer', minimum: 0, description: '0: no event for residents' })
  declare residentEvents: number;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'ombruksuka' }) override programme: string | null =
    null;
  @ApiPropertyOptional(COUNT) override visitors: number | null = null;
  @ApiPropertyOptional(COUNT) override items: number | null = null;
  @ApiPropertyOptional(COUNT) override repairedItems: number | null = null;
  @ApiPropertyOptional(COUNT) override helpers: number | null = null;
  @ApiPropertyOptional({ type: String, nullable: true }) override note: string | null = null;
}

export class ActivityCorrectionBody {
  @ApiProperty({ description: 'How it should read, as a whole' })
  @IsPart(() => ActivityBody)
  activity!: ActivityBody;
  @ApiProperty({ example: 'Veid på nytt' }) @IsText() @MaxLength(500) reason!: string;
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'The revision that the author has seen; another one answers 409',
  })
  @IsInt()
  @Min(1)
  expectedRevision!: number;
}

export class CancellationBody {
  @ApiProperty({ example: 'Ført to ganger' }) @IsText() @MaxLength(500) reason!: string;
}

export class ActivityParams {
  @ApiProperty({ format: 'uuid' }) @IsUUID() activityId!: string;
}
