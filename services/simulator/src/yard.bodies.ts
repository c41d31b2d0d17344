import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';

const MOST_GRAMS = 1_000_000;
const MOST_DELAY_MS = 60_000;

/** Goods that are carried in or out. */
export class GoodsBody {
  @IsInt() @Min(1) @Max(MOST_GRAMS) grams!: number;
}

/** Somebody who stands in the container or leans on it; 0 is nobody. */
export class LeanBody {
  @IsInt() @Min(0) @Max(MOST_GRAMS) grams!: number;
}

export class DoorFaultsBody {
  @IsOptional() @IsBoolean() mute?: boolean;
  @IsOptional() @IsBoolean() jammed?: boolean;
  @IsOptional() @IsBoolean() refusing?: boolean;
  @IsOptional() @IsBoolean() offline?: boolean;
  @IsOptional() @IsBoolean() duplicateResults?: boolean;
  @IsOptional() @IsBoolean() answersForOther?: boolean;
  @IsOptional() @IsBoolean() queuesOffline?: boolean;
  @IsOptional() @IsInt() @Min(0) @Max(MOST_DELAY_MS) slowMs?: number;
  @IsOptional() @IsInt() @Min(0) @Max(MOST_DELAY_MS) lateAnswerMs?: number;
}

export class ScaleFaultsBody {
  @IsOptional() @IsBoolean() offline?: boolean;
  @IsOptional() @IsBoolean() stuck?: boolean;
  @IsOptional() @IsInt() @Min(0) @Max(5_000) noiseGrams?: number;
}
