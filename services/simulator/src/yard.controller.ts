import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  type MessageEvent,
  Param,
  Post,
  Put,
  Sse,
  UseGuards,
} from '@nestjs/common';
import { Problem } from '@selvbetjent/platform';
import { auditTime, from, map, merge, Observable, startWith } from 'rxjs';
import { OwnPageGuard } from './own-page.guard';
import { SimulatedYard } from './simulated-yard';
import { type StationView } from './station-view';
import { DoorFaultsBody, GoodsBody, LeanBody, ScaleFaultsBody } from './yard.bodies';

const STATE_INTERVAL_MS = 150;

/** Hands for the page and for tests: what a person at the station could do, and faults. */
@Controller('sim')
@UseGuards(OwnPageGuard)
export class YardController {
  constructor(@Inject(SimulatedYard) private readonly yard: SimulatedYard) {}

  @Get('state')
  state(): StationView[] {
    return this.yard.view();
  }

  /** Events `state` (all stations) and `traffic` (one message of a device). */
  @Sse('events')
  events(): Observable<MessageEvent> {
    const states = this.yard.changed.pipe(
      auditTime(STATE_INTERVAL_MS),
      startWith(undefined),
      map(() => ({ type: 'state', data: this.yard.view() })),
    );
    const traffic = merge(from([...this.yard.latestTraffic]), this.yard.traffic);
    return merge(states, traffic.pipe(map((line) => ({ type: 'traffic', data: line }))));
  }

  @Post('doors/:doorId/open')
  @HttpCode(204)
  open(@Param('doorId') doorId: string): void {
    if (!this.yard.door(doorId).openFromOutside()) throw new Problem(409, 'door_locked', 'Døren er låst.');
  }

  @Post('doors/:doorId/open-from-inside')
  @HttpCode(204)
  openFromInside(@Param('doorId') doorId: string): void {
    this.yard.door(doorId).openFromInside();
  }

  @Post('doors/:doorId/close')
  @HttpCode(204)
  close(@Param('doorId') doorId: string): void {
    this.yard.door(doorId).close();
  }

  @Post('doors/:doorId/unlock-with-key')
  @HttpCode(204)
  unlockWithKey(@Param('doorId') doorId: string): void {
    this.yard.door(doorId).unlockWithKey();
  }

  @Put('doors/:doorId/faults')
  @HttpCode(204)
  async setDoorFaults(@Param('doorId') doorId: string, @Body() faults: DoorFaultsBody): Promise<void> {
    await this.yard.door(doorId).setFaults({ ...faults });
  }

  @Put('scales/:scaleId/faults')
  @HttpCode(204)
  async setScaleFaults(@Param('scaleId') scaleId: string, @Body() faults: ScaleFaultsBody): Promise<void> {
    await this.yard.scale(scaleId).setFaults({ ...faults });
  }

  @Post('containers/:stationId/:containerId/put-in')
  @HttpCode(200)
  putIn(
    @Param('stationId') stationId: string,
    @Param('containerId') containerId: string,
    @Body() { grams }: GoodsBody,
  ): { grams: number } {
    this.openContainer(stationId, containerId).putIn(grams);
    return { grams };
  }

  /** Answers with what there was to take. */
  @Post('containers/:stationId/:containerId/take-out')
  @HttpCode(200)
  takeOut(
    @Param('stationId') stationId: string,
    @Param('containerId') containerId: string,
    @Body() { grams }: GoodsBody,
  ): { grams: number } {
    return { grams: this.openContainer(stationId, containerId).takeOut(grams) };
  }

  @Post('containers/:stationId/:containerId/lean')
  @HttpCode(204)
  lean(
    @Param('stationId') stationId: string,
    @Param('containerId') containerId: string,
    @Body() { grams }: LeanBody,
  ): void {
    this.yard.unit(stationId, containerId).goods.lean(grams);
  }

  private openContainer(stationId: string, containerId: string) {
    const { doors, goods } = this.yard.unit(stationId, containerId);
    const isOpen = [...doors.values()].some((door) => door.isOpen);
    if (!isOpen) throw new Problem(409, 'door_closed', 'Døren er lukket. Åpne den først.');
    return goods;
  }
}
