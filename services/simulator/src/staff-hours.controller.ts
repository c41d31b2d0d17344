import { Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { OwnPageGuard } from './own-page.guard';
import { type HeldHours, StaffHours } from './staff-hours';

/** *Hold åpent nå* and *Angre*. */
@Controller('sim/held-open')
@UseGuards(OwnPageGuard)
export class StaffHoursController {
  constructor(@Inject(StaffHours) private readonly staffHours: StaffHours) {}

  @Get()
  held(): HeldHours {
    return this.staffHours.held;
  }

  @Post(':stationId')
  @HttpCode(200)
  async holdOpen(@Param('stationId') stationId: string): Promise<HeldHours> {
    await this.staffHours.holdOpen(stationId);
    return this.staffHours.held;
  }

  @Post(':stationId/undo')
  @HttpCode(200)
  async undo(@Param('stationId') stationId: string): Promise<HeldHours> {
    await this.staffHours.undo(stationId);
    return this.staffHours.held;
  }
}
