import { IsId, IsLocalDate } from '@selvbetjent/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

export class StationParams {
  @ApiProperty({ example: 'trosterud' }) @IsId() stationId!: string;
}

export class ClosureParams extends StationParams {
  @ApiProperty({ format: 'uuid' }) @IsUUID() closureId!: string;
}

export class VersionParams extends StationParams {
  @ApiProperty({ format: 'date', description: 'First day of the version' }) @IsLocalDate() validFrom!: string;
}

export class ExceptionParams extends StationParams {
  @ApiProperty({ format: 'date' }) @IsLocalDate() date!: string;
}
