import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  CorrectDropOff,
  type Outcome,
  RecordCollection,
  RecordManualDropOff,
  RecordTransfer,
  type StaffEntry,
} from '@selvbetjent/contracts';
import { CorrectDropOffHandler } from './correct-drop-off';
import { RecordCollectionHandler } from './record-collection';
import { RecordManualDropOffHandler } from './record-manual-drop-off';
import { RecordTransferHandler } from './record-transfer';

@Controller()
export class StaffEntryResponder {
  constructor(
    @Inject(RecordManualDropOffHandler) private readonly manual: RecordManualDropOffHandler,
    @Inject(CorrectDropOffHandler) private readonly correcting: CorrectDropOffHandler,
    @Inject(RecordCollectionHandler) private readonly collecting: RecordCollectionHandler,
    @Inject(RecordTransferHandler) private readonly transferring: RecordTransferHandler,
  ) {}

  @MessagePattern(RecordManualDropOff)
  recordManual(@Payload() request: RecordManualDropOff): Promise<Outcome<StaffEntry>> {
    return this.manual.handle(request);
  }

  @MessagePattern(CorrectDropOff)
  correct(@Payload() request: CorrectDropOff): Promise<Outcome<StaffEntry>> {
    return this.correcting.handle(request);
  }

  @MessagePattern(RecordCollection)
  collect(@Payload() request: RecordCollection): Promise<Outcome<StaffEntry>> {
    return this.collecting.handle(request);
  }

  @MessagePattern(RecordTransfer)
  transfer(@Payload() request: RecordTransfer): Promise<Outcome<StaffEntry>> {
    return this.transferring.handle(request);
  }
}
