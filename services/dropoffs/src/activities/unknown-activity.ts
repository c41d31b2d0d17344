import { denied, type Outcome } from '@selvbetjent/contracts';

export function unknownActivity(activityId: string): Outcome<never> {
  return denied('not_found', `Aktiviteten ${activityId} finnes ikke på denne stasjonen.`);
}
