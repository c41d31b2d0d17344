import { Body, Controller, Get, Header, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import {
  type Author,
  HISTORY_PART_CHARACTERS,
  type HistoryImport,
  ImportHistory,
  StageHistory,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { Problem } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { AnswersFile } from '../openapi/answers-file';
import { CurrentAuthor, ForOperators } from '../sign-in/access-rule';
import { answer } from './answer';
import { HistoryImportQuery } from './history.dto';

/** With the BOM by which Excel knows UTF-8. Ids, methods and origins may be left out. */
const TEMPLATE =
  '\ufeffId;Dato;Strøm;Fraksjon;Kg;Metode;Opphav\r\n' +
  '2023-1;30.11.2023;ombruk;mixed-reuse;4043;anslått;husholdning\r\n' +
  '2023-2;30.11.2023;materialgjenvinning;metal;12,5;veid;næring\r\n';

@ApiTags('history')
@ForOperators()
@Controller('api/history')
export class HistoryController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** A file to fill in, as Norwegian Excel opens and saves it. */
  @Get('template')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="historikk.csv"')
  @AnswersFile(['text/csv'], 'Headings and two rows')
  template(): string {
    return TEMPLATE;
  }

  /** Books kilos from before the scales: all rows of the file or none, each once. With `dryRun=true` only tells what would be. */
  @Post('import')
  @HttpCode(200)
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' }, description: 'UTF-8, at most 5 MiB and 5,000 rows' })
  async import(
    @Query() { station, source, reason, dryRun }: HistoryImportQuery,
    @Body() text: unknown,
    @CurrentAuthor() author: Author,
  ): Promise<HistoryImport> {
    const parts = partsOf(textOf(text));
    const file = { author, stationId: station, importId: randomUUID() };
    for (const [part, content] of parts.entries())
      answer(await this.requests.ask(StageHistory, { ...file, part, text: content }));
    const whole = { ...file, parts: parts.length, source, reason, dryRun: dryRun === 'true' };
    return answer(await this.requests.ask(ImportHistory, whole));
  }
}

function textOf(body: unknown): string {
  if (typeof body !== 'string' || body === '')
    throw new Problem(415, 'no_csv', 'Ingen CSV-fil', 'Send filen som text/csv.');
  if (/[\ufffd\0]/.test(body)) {
    const detail = 'Filen er ikke UTF-8. Velg «CSV UTF-8» når du lagrer i Excel.';
    throw new Problem(422, 'not_utf8', 'Filen kan ikke leses', detail);
  }
  return body;
}

/** Cut so that no character is in two parts. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = start + HISTORY_PART_CHARACTERS;
    const isBetweenHalves = /[\ud800-\udbff]/.test(text.charAt(end - 1));
    parts.push(text.slice(start, isBetweenHalves ? end - 1 : end));
    start = isBetweenHalves ? end - 1 : end;
  }
  return parts;
}
