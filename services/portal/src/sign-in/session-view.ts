import { ApiProperty } from '@nestjs/swagger';

export class SessionView {
  @ApiProperty() signedIn!: boolean;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ enum: ['staff', 'operator', 'admin'], isArray: true }) roles!: string[];
  @ApiProperty({ type: [String], description: 'Ids of stations, or * for all' }) stations!: string[];
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the password was last asked for',
  })
  signedInAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'For X-CSRF-Token; null without a session cookie' })
  csrfToken!: string | null;
}
