import { IsId } from '@selvbetjent/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

export class StationParams {
  @ApiProperty({ example: 'trosterud' }) @IsId() stationId!: string;
}

export class ClosureParams extends StationParams {
  @ApiProperty({ format: 'uuid' }) @IsUUID() closureId!: string;
}
