import { type Provider } from '@nestjs/common';
import { AlarmSituation } from './alarm-situation';
import { AlarmStore } from './alarm.store';
import { ListAlarms } from './list-alarms';
import { NoticeStore } from './notice.store';
import { type AlarmReceiver, AlarmReceivers } from './receivers';
import { SendNotices } from './send-notices';
import { TellAlarm } from './tell-alarm';
import { WatchAlarms } from './watch-alarms';

/** The alarms' providers. */
export function alarmParts(receivers: readonly AlarmReceiver[]): Provider[] {
  return [
    { provide: AlarmReceivers, useValue: new AlarmReceivers(receivers) },
    AlarmSituation,
    AlarmStore,
    ListAlarms,
    NoticeStore,
    SendNotices,
    TellAlarm,
    WatchAlarms,
  ];
}
