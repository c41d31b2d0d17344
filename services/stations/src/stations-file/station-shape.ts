import { IsId, StationChanged } from '@selvbetjent/contracts';
import { OmitType } from '@nestjs/swagger';
import { ArrayNotEmpty, IsNotIn } from 'class-validator';
import { type StationEntry } from '../domain/station-entry';

const NOT_IN_THE_FILE = ['stationId', 'revision', 'hoursVersion', 'closures'] as const;

/** `/api/stations/{id}` and the page `/drift/{id}` have paths of their own by these names. */
const RESERVED_IDS = ['export', 'import', 'tall'];

/** What a station of the file must look like: the contract's own rules, without what the file doesn't decide. */
export class StationShape extends OmitType(StationChanged, NOT_IN_THE_FILE) implements StationEntry {
  @IsId() @IsNotIn(RESERVED_IDS, { message: '$property must not be $value, a name of ours' }) id!: string;
  @ArrayNotEmpty({ message: '$property needs at least one version' })
  override openingHours!: StationChanged['openingHours'];
}
