import {
  ActivityRecorded,
  AttemptRefused,
  type ContractClass,
  DoorUnlocked,
  DropOffRecorded,
  ScaleCovered,
  StationChanged,
  VisitClosed,
  VisitOpened,
  VisitWithdrawn,
} from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { copyOfClosed, copyOfOpened, copyOfRefused, copyOfUnlocked, copyOfWithdrawn } from '../fact-copies';
import { type ReadModel } from '../read-model';

/** Takes one fact in, as the consumers of the live read model do. */
type Keep = (model: ReadModel, tx: Transaction, body: object, receivedAt: Date) => Promise<unknown>;

const KEEPERS = new Map<ContractClass, Keep>([
  [StationChanged, (model, tx, body, receivedAt) => model.keepStation(tx, body as StationChanged, receivedAt)],
  [VisitOpened, (model, tx, body) => model.visits.keep(tx, copyOfOpened(body as VisitOpened))],
  [VisitClosed, (model, tx, body) => model.visits.keep(tx, copyOfClosed(body as VisitClosed))],
  [VisitWithdrawn, (model, tx, body) => model.visits.keep(tx, copyOfWithdrawn(body as VisitWithdrawn))],
  [DoorUnlocked, (model, tx, body) => model.attempts.keep(tx, copyOfUnlocked(body as DoorUnlocked))],
  [AttemptRefused, (model, tx, body) => model.attempts.keep(tx, copyOfRefused(body as AttemptRefused))],
  [ActivityRecorded, (model, tx, body) => model.activities.keep(tx, body as ActivityRecorded)],
  [ScaleCovered, (model, tx, body) => model.keepScaleHour(tx, body as ScaleCovered)],
  [DropOffRecorded, (model, tx, body) => model.count(tx, body as DropOffRecorded)],
]);

/** What the read model is made of. */
export const READ_MODEL_FACTS = [...KEEPERS.keys()];

/** Takes a fact in with all that follows from it. */
export async function keepFact(
  model: ReadModel,
  tx: Transaction,
  { contract, body, receivedAt }: { contract: ContractClass; body: object; receivedAt: Date },
): Promise<void> {
  const keep = KEEPERS.get(contract);
  if (!keep) throw new Error(`The read model isn't made of ${String(contract)}`);
  await keep(model, tx, body, receivedAt);
}
