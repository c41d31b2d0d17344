import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Outcome, UploadReadings, type UploadReceipt } from '@selvbetjent/contracts';
import { UploadReadingsHandler } from './upload-readings';

@Controller()
export class UploadResponder {
  constructor(@Inject(UploadReadingsHandler) private readonly uploading: UploadReadingsHandler) {}

  @MessagePattern(UploadReadings)
  upload(@Payload() request: UploadReadings): Promise<Outcome<UploadReceipt>> {
    return this.uploading.handle(request);
  }
}
