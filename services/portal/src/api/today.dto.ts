import { STREAMS, type WasteStream } from '@selvbetjent/contracts';
import { ApiProperty } from '@nestjs/swagger';

const COUNT = { type: 'integer', minimum: 0 } as const;
const GRAMS = { type: 'integer' } as const;

class LocalTextAnswer {
  @ApiProperty() nb!: string;
  @ApiProperty() en!: string;
}

class ClosureSoon {
  @ApiProperty() id!: string;
  @ApiProperty({ format: 'date-time' }) from!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: until further notice' })
  until!: string | null;
  @ApiProperty({ type: [String], nullable: true, description: 'null: the whole station' })
  containers!: string[] | null;
  @ApiProperty({ enum: ['residents', 'everyone'] }) appliesTo!: 'residents' | 'everyone';
  @ApiProperty() reason!: LocalTextAnswer;
}

class StreamGrams {
  @ApiProperty({ enum: STREAMS }) stream!: WasteStream;
  @ApiProperty(GRAMS) grams!: number;
}

class DayKilos {
  @ApiProperty({ type: [StreamGrams], description: 'Every stream, also those without any' }) delivered!: StreamGrams[];
  @ApiProperty(GRAMS) takenOutGrams!: number;
  @ApiProperty({ ...GRAMS, description: 'Part of what was delivered' }) uncertainGrams!: number;
}

class DayUse {
  @ApiProperty({ ...COUNT, description: 'Visits that began today' }) visits!: number;
  @ApiProperty({ ...COUNT, description: 'Attempts that unlocked a door' }) unlocked!: number;
  @ApiProperty({ ...COUNT, description: 'Attempts that a rule refused' }) denied!: number;
  @ApiProperty({ ...COUNT, description: 'Attempts that the door refused, or left without an answer' }) failed!: number;
}

export class StationDay {
  @ApiProperty({ example: 'trosterud' }) stationId!: string;
  @ApiProperty({ format: 'date', description: 'Today at the station' }) date!: string;
  @ApiProperty({ type: [ClosureSoon], description: 'In force, or beginning within a week' }) closures!: ClosureSoon[];
  @ApiProperty({
    ...{ type: String, format: 'date', nullable: true },
    description: 'Last date with opening hours, when it is within 30 days and none follow',
  })
  hoursEndOn!: string | null;
  @ApiProperty({ type: DayKilos, nullable: true, description: 'null while its owner doesn’t answer' })
  kilos!: DayKilos | null;
  @ApiProperty({ type: DayUse, nullable: true, description: 'null while its owner doesn’t answer' })
  use!: DayUse | null;
}
