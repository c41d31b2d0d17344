import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import {
  type Author,
  ChangeStation,
  CreateStation,
  ExportStations,
  type ImportedStation,
  ImportStations,
  RecordHandleCheck,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { Problem } from '@selvbetjent/platform';
import { type Response } from 'express';
import { type RegisteredStation, registryView } from '../domain/registry-view';
import { AnswersFile } from '../openapi/answers-file';
import { Owners } from '../owners';
import { CurrentAuthor, ForOperators, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { TakesIfMatch } from './if-match';
import { ChangeStationBody, DoorParams, HandleCheckBody, ImportQuery } from './registry.dto';
import { StationParams } from './station-params';

const YAML = 'application/yaml';

/** What an import did, or with `dryRun` would do. */
export interface StationsImport {
  applied: boolean;
  stations: ImportedStation[];
}

/** What the stations are. Its paths come before `/api/stations/{stationId}`. */
@ApiTags('registry')
@Controller('api/stations')
export class RegistryController {
  constructor(
    @Inject(Requests) private readonly requests: Requests,
    @Inject(Owners) private readonly owners: Owners,
  ) {}

  /** All stations as a stations file, which imports without a change. */
  @ForOperators()
  @Get('export')
  @AnswersFile([YAML], 'A stations file')
  @Header('Cache-Control', 'no-store')
  async exportFile(@CurrentAuthor() author: Author, @Res() response: Response): Promise<void> {
    const { yaml } = answer(await this.requests.ask(ExportStations, { author }));
    response.attachment('stations.yaml').type(YAML).send(yaml);
  }

  /** Takes over a stations file whole or not at all, and tells what changed; with `dryRun` only tells. */
  @ForOperators()
  @Post('import')
  @HttpCode(200)
  @ApiConsumes(YAML)
  @ApiBody({ schema: { type: 'string' } })
  async importFile(
    @Body() body: unknown,
    @Query() query: ImportQuery,
    @CurrentAuthor() author: Author,
  ): Promise<StationsImport> {
    if (typeof body !== 'string') {
      throw new Problem(415, 'not_yaml', 'Filen kan ikke leses', `Send stasjonsfilen som ${YAML}.`);
    }
    const request = { yaml: body, dryRun: query.dryRun === 'true', confirm: query.confirm === 'true', author };
    return answer(await this.requests.ask(ImportStations, request));
  }

  /** A new station; its doors are exposed with the check of their inside handles. */
  @ForOperators()
  @Post()
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  async create(@Body() body: Record<string, unknown>, @CurrentAuthor() author: Author): Promise<RegisteredStation> {
    if (Array.isArray(body)) throw new Problem(400, 'invalid_input', 'Forespørselen har feil', 'Send én stasjon.');
    return registryView(answer(await this.requests.ask(CreateStation, { station: { ...body }, author })));
  }

  @ForOperators()
  @Get(':stationId/registry')
  @Header('Cache-Control', 'no-store')
  async read(
    @Param() { stationId }: StationParams,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RegisteredStation> {
    const station = await this.owners.station(stationId);
    response.setHeader('ETag', `"${station.revision}"`);
    return registryView(station);
  }

  /** Replaces what the station is; what goes out of use gets a `retiredAt`. Hours are changed by their own routes. */
  @ForOperators()
  @Put(':stationId')
  @TakesIfMatch('expectedRevision', 'body')
  async change(
    @Param() { stationId }: StationParams,
    @Body() body: ChangeStationBody,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RegisteredStation> {
    const station = answer(await this.requests.ask(ChangeStation, { ...body, stationId, author }));
    response.setHeader('ETag', `"${station.revision}"`);
    return registryView(station);
  }

  /** Somebody tried the inside handle without power. A door whose handle fails isn't offered any more. */
  @ForStaff()
  @Post(':stationId/doors/:doorId/handle-checks')
  async checkHandle(
    @Param() params: DoorParams,
    @Body() body: HandleCheckBody,
    @CurrentAuthor() author: Author,
  ): Promise<RegisteredStation> {
    return registryView(answer(await this.requests.ask(RecordHandleCheck, { ...body, ...params, author })));
  }
}
