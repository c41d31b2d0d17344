import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { BookRun } from './book-run';
import { RunLoader } from './load-run';
import { MatchAdded } from './match-added';
import { WeighingDueStore, type WeighingPiece } from './weighing-due.store';

/**
 * Weighs what one day's news of a container can change and books the differences, in one transaction; containers are serialised one
 * by one. Weighing again without news changes nothing, and the order in which news came leaves no trace in the sums.
 */
@Injectable()
export class WeighContainer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(RunLoader) private readonly runs: RunLoader,
    @Inject(BookRun) private readonly bookRun: BookRun,
    @Inject(MatchAdded) private readonly matchAdded: MatchAdded,
  ) {}

  async handle(piece: WeighingPiece): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.due.serialise(tx, piece);
      const span = await this.due.take(tx, piece);
      if (!span) return;
      const runs = await this.runs.load(tx, piece, span);
      for (const loaded of runs) await this.bookRun.handle(tx, loaded);
      const [first] = runs;
      if (first) await this.matchAdded.handle(tx, first.place, span);
    });
  }
}
