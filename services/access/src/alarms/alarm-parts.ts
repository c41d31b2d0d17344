import { type Provider } from '@nestjs/common';
import { AlarmSituation } from './alarm-situation';
import { AlarmStore } from './alarm.store';
import { ListAlarmsHandler } from './list-alarms';
import { Mailer, type MailOptions } from './mailer';
import { NoticeStore } from './notice.store';
import { type AlarmReceiver, AlarmReceivers } from './receivers';
import { SendNotices } from './send-notices';
import { TellAlarm } from './tell-alarm';
import { WatchAlarms } from './watch-alarms';

/** The alarms' providers. @param mail null: nobody is told by mail */
export function alarmParts(receivers: readonly AlarmReceiver[], mail: MailOptions | null): Provider[] {
  return [
    { provide: AlarmReceivers, useValue: new AlarmReceivers(receivers) },
    { provide: Mailer, useValue: new Mailer(mail) },
    AlarmSituation,
    AlarmStore,
    ListAlarmsHandler,
    NoticeStore,
    SendNotices,
    TellAlarm,
    WatchAlarms,
  ];
}
