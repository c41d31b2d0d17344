import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  ChangeOpeningHours,
  type HoursPreview,
  type Outcome,
  PreviewOpeningHours,
  RemoveException,
  SetException,
  type StationChanged,
  UndoHoursChange,
  WithdrawOpeningHours,
} from '@selvbetjent/contracts';
import { ChangeOpeningHoursHandler } from './change-opening-hours';
import { PreviewOpeningHoursHandler } from './preview-opening-hours';
import { RemoveExceptionHandler } from './remove-exception';
import { SetExceptionHandler } from './set-exception';
import { UndoHoursChangeHandler } from './undo-hours-change';
import { WithdrawOpeningHoursHandler } from './withdraw-opening-hours';

@Controller()
export class HoursResponder {
  constructor(
    @Inject(PreviewOpeningHoursHandler) private readonly previewing: PreviewOpeningHoursHandler,
    @Inject(ChangeOpeningHoursHandler) private readonly changing: ChangeOpeningHoursHandler,
    @Inject(WithdrawOpeningHoursHandler) private readonly withdrawing: WithdrawOpeningHoursHandler,
    @Inject(UndoHoursChangeHandler) private readonly undoing: UndoHoursChangeHandler,
  ) {}

  @MessagePattern(PreviewOpeningHours)
  preview(@Payload() request: PreviewOpeningHours): Promise<Outcome<HoursPreview>> {
    return this.previewing.handle(request);
  }

  @MessagePattern(ChangeOpeningHours)
  change(@Payload() request: ChangeOpeningHours): Promise<Outcome<StationChanged>> {
    return this.changing.handle(request);
  }

  @MessagePattern(WithdrawOpeningHours)
  withdraw(@Payload() request: WithdrawOpeningHours): Promise<Outcome<StationChanged>> {
    return this.withdrawing.handle(request);
  }

  @MessagePattern(UndoHoursChange)
  undo(@Payload() request: UndoHoursChange): Promise<Outcome<StationChanged>> {
    return this.undoing.handle(request);
  }
}

@Controller()
export class ExceptionResponder {
  constructor(
    @Inject(SetExceptionHandler) private readonly setting: SetExceptionHandler,
    @Inject(RemoveExceptionHandler) private readonly removing: RemoveExceptionHandler,
  ) {}

  @MessagePattern(SetException)
  set(@Payload() request: SetException): Promise<Outcome<StationChanged>> {
    return this.setting.handle(request);
  }

  @MessagePattern(RemoveException)
  remove(@Payload() request: RemoveException): Promise<Outcome<StationChanged>> {
    return this.removing.handle(request);
  }
}
