import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  ChangeStation,
  CreateStation,
  ExportStations,
  type ImportedStation,
  ImportStations,
  type Outcome,
  RecordHandleCheck,
  type StationChanged,
} from '@selvbetjent/contracts';
import { ChangeStationHandler } from './change-station';
import { CreateStationHandler } from './create-station';
import { ExportStationsHandler } from './export-stations';
import { ImportStationsHandler } from './import-stations';
import { RecordHandleCheckHandler } from './record-handle-check';

@Controller()
export class RegistryResponder {
  constructor(
    @Inject(CreateStationHandler) private readonly creating: CreateStationHandler,
    @Inject(ChangeStationHandler) private readonly changing: ChangeStationHandler,
    @Inject(RecordHandleCheckHandler) private readonly checking: RecordHandleCheckHandler,
    @Inject(ImportStationsHandler) private readonly importing: ImportStationsHandler,
    @Inject(ExportStationsHandler) private readonly exporting: ExportStationsHandler,
  ) {}

  @MessagePattern(CreateStation)
  create(@Payload() request: CreateStation): Promise<Outcome<StationChanged>> {
    return this.creating.handle(request);
  }

  @MessagePattern(ChangeStation)
  change(@Payload() request: ChangeStation): Promise<Outcome<StationChanged>> {
    return this.changing.handle(request);
  }

  @MessagePattern(RecordHandleCheck)
  checkHandle(@Payload() request: RecordHandleCheck): Promise<Outcome<StationChanged>> {
    return this.checking.handle(request);
  }

  @MessagePattern(ImportStations)
  importFile(@Payload() request: ImportStations): Promise<Outcome<{ applied: boolean; stations: ImportedStation[] }>> {
    return this.importing.handle(request);
  }

  @MessagePattern(ExportStations)
  exportFile(@Payload() request: ExportStations): Promise<Outcome<{ yaml: string }>> {
    return this.exporting.handle(request);
  }
}
