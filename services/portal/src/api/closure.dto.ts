import { IsId, IsInstant, IsPart, LocalText, MayBeNull } from '@selvbetjent/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, IsArray, IsIn } from 'class-validator';

const INSTANT = { type: String, format: 'date-time', nullable: true, example: '2026-11-20T10:00:00Z' };

export class ReasonBody extends LocalText {
  @ApiProperty({ example: 'Stengt på grunn av is' }) declare nb: string;
  @ApiProperty({ example: 'Closed because of ice' }) declare en: string;
}

export class CloseStationBody {
  @ApiPropertyOptional({ ...INSTANT, description: 'Now when absent or past' })
  @MayBeNull()
  @IsInstant()
  from?: string | null;

  @ApiPropertyOptional({ ...INSTANT, description: 'Until further notice when absent' })
  @MayBeNull()
  @IsInstant()
  until?: string | null;

  @ApiPropertyOptional({ type: [String], nullable: true, description: 'Container ids; the whole station when absent' })
  @MayBeNull()
  @IsArray()
  @ArrayNotEmpty()
  @IsId({ each: true })
  containers?: string[] | null;

  @ApiProperty({ enum: ['residents', 'everyone'] }) @IsIn(['residents', 'everyone']) appliesTo!:
    'residents' | 'everyone';
  @ApiProperty() @IsPart(() => ReasonBody) reason!: ReasonBody;
}
