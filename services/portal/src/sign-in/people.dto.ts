import { IsId, MayBeAbsent } from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class PeopleQuery {
  @ApiPropertyOptional({ example: 'trosterud', description: 'Everyone when absent' })
  @MayBeAbsent()
  @IsId()
  station?: string;
}

export class PersonView {
  @ApiProperty() name!: string;
  @ApiProperty({ type: [String], example: ['staff'] }) roles!: string[];
  @ApiProperty({ type: [String], description: 'Ids of stations, or * for all' }) stations!: string[];
  @ApiProperty({ format: 'date-time' }) lastSignedInAt!: string;
  @ApiProperty({ description: 'Whether a session is going on' }) signedIn!: boolean;
}

export class PeopleView {
  @ApiProperty({ type: 'integer', description: 'Days after the last sign-in until a person is forgotten' })
  keptDays!: number;
  @ApiProperty({ type: [PersonView], description: 'Last signed in first' }) people!: PersonView[];
}
