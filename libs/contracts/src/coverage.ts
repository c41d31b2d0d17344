import { IsInt, Matches, Min } from 'class-validator';
import { Fact } from './contract';
import { IsId, IsInstant } from './formats';

/**
 * In which minutes of one hour a container's scale was known to work, by the readings' own time. Told once the hour is over,
 * and again with a higher revision when readings come late.
 */
@Fact({ owner: 'dropoffs', noun: 'scale', happened: 'covered', version: 1 })
export class ScaleCovered {
  @IsId() stationId!: string;
  @IsId() containerId!: string;
  /** The hour's first instant. */
  @IsInstant() hour!: string;
  /** 60 bits in hexadecimal; the first one is the hour's first minute. */
  @Matches(/^[0-9a-f]{15}$/) minutes!: string;
  @IsInt() @Min(1) revision!: number;
}
