import { Body, Controller, Headers, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type Author,
  CorrectDropOff,
  RecordCollection,
  RecordManualDropOff,
  RecordTransfer,
  type StaffEntry,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { CurrentAuthor, ForAnyStaff, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { CollectionBody, CorrectionBody, DropOffParams, ManualDropOffBody, TransferBody } from './staff-entry.dto';
import { idForKey } from './id-for-key';

/**
 * What staff know better than the scales. Where a scale measured it, the measured grams are renamed (`relabelled`); only without one, or
 * with it out of order, grams are `added`. With `preview` the answer is the same and nothing is written. The ledger's owner checks that
 * the station is theirs.
 */
@ApiTags('staff entries')
@ForStaff()
@Controller('api')
export class StaffEntryController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** A drop-off that staff saw or weighed. */
  @Post('drop-offs')
  async recordManual(
    @Body() { stationId, containerId, ...body }: ManualDropOffBody,
    @CurrentAuthor() author: Author,
    @Headers('idempotency-key') key?: string,
  ): Promise<StaffEntry> {
    const entryId = idForKey(author, 'drop-offs', key);
    return answer(
      await this.requests.ask(RecordManualDropOff, { ...body, place: { stationId, containerId }, entryId, author }),
    );
  }

  /** What a drop-off or take-out really was. */
  @ForAnyStaff()
  @Post('drop-offs/:dropOffId/corrections')
  async correct(
    @Param() { dropOffId }: DropOffParams,
    @Body() body: CorrectionBody,
    @CurrentAuthor() author: Author,
    @Headers('idempotency-key') key?: string,
  ): Promise<StaffEntry> {
    const entryId = idForKey(author, `drop-offs/${dropOffId}/corrections`, key);
    return answer(await this.requests.ask(CorrectDropOff, { ...body, dropOffId, entryId, author }));
  }

  /** A container's contents were fetched. */
  @Post('collections')
  async collect(
    @Body() { stationId, containerId, ...body }: CollectionBody,
    @CurrentAuthor() author: Author,
    @Headers('idempotency-key') key?: string,
  ): Promise<StaffEntry> {
    const entryId = idForKey(author, 'collections', key);
    return answer(
      await this.requests.ask(RecordCollection, { ...body, place: { stationId, containerId }, entryId, author }),
    );
  }

  /** Goods were moved from one container to another. */
  @Post('transfers')
  async transfer(
    @Body() body: TransferBody,
    @CurrentAuthor() author: Author,
    @Headers('idempotency-key') key?: string,
  ): Promise<StaffEntry> {
    const entryId = idForKey(author, 'transfers', key);
    return answer(await this.requests.ask(RecordTransfer, { ...body, entryId, author }));
  }
}
