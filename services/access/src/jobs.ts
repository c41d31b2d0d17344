import { type ModuleRef } from '@nestjs/core';
import { type Job, type Jobs } from '@selvbetjent/platform';
import { SendNotices } from './alarms/send-notices';
import { WatchAlarms } from './alarms/watch-alarms';
import { DoorAccess } from './door-access';
import { EndAbandonedAttempts } from './end-abandoned-attempts';
import { EndOverdueVisits } from './end-overdue-visits';
import { KnownDoors } from './known-doors';
import { RefusedRequestStore } from './refused-request.store';
import { UsedTokenStore } from './used-token.store';
import { WatchContacts } from './watch-contacts';

const LOOK_MS = 2_000;

/** What time alone makes due; the deadlines are in the database, so that a restart forgets none. */
export function accessJobs(parts: ModuleRef): Jobs {
  return {
    'end-abandoned-attempts': look(() => parts.get(EndAbandonedAttempts).handle()),
    'end-overdue-visits': look(() => parts.get(EndOverdueVisits).handle()),
    'known-doors': look(async () => {
      await parts.get(KnownDoors).refresh();
      for (const place of await parts.get(KnownDoors).all()) parts.get(DoorAccess).prepare(place);
    }),
    'used-token': look(() => parts.get(UsedTokenStore).forgetExpired()),
    'refused-request': look(() => parts.get(RefusedRequestStore).forgetOld()),
    'watch-contacts': look(() => parts.get(WatchContacts).handle()),
    'watch-alarms': look(() => parts.get(WatchAlarms).handle()),
    'send-notices': look(() => parts.get(SendNotices).handle()),
  };
}

function look(run: Job['run']): Job {
  return { everyMs: LOOK_MS, run };
}
