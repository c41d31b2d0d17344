import { IsId, StationChanged } from '@selvbetjent/contracts';
import { OmitType } from '@nestjs/swagger';
import { ArrayNotEmpty } from 'class-validator';

const NOT_IN_THE_FILE = ['stationId', 'revision', 'hoursVersion', 'closures'] as const;

/** One station of the stations file, defaults filled in. */
export class StationEntry extends OmitType(StationChanged, NOT_IN_THE_FILE) {
  @IsId() id!: string;
  @ArrayNotEmpty({ message: '$property needs at least one version' })
  override openingHours!: StationChanged['openingHours'];
}
