import { ALARM_KINDS, type AlarmKind, IsPart, IsParts, MayBeAbsent, parseBody } from '@selvbetjent/contracts';
import { isLoopback } from '@selvbetjent/platform';
import { ArrayNotEmpty, IsArray, IsIn, IsString, IsUrl, Matches } from 'class-validator';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type QuietHours } from '../domain/quiet-hours';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

class ReceiverQuietHours implements QuietHours {
  @Matches(TIME, { message: '$property must be a time like 22:00' }) from!: string;
  @Matches(TIME, { message: '$property must be a time like 07:00' }) to!: string;
}

/** Who is told of which alarms, where and when. */
export class AlarmReceiver {
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/, { message: '$property must be 1–40 of a–z, 0–9 and hyphen' }) name!: string;
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }) webhook!: string;
  /** Absent: all. */
  @MayBeAbsent() @IsArray() @ArrayNotEmpty() @IsString({ each: true }) stations?: string[];
  /** Absent: all. */
  @MayBeAbsent() @IsArray() @ArrayNotEmpty() @IsIn(ALARM_KINDS, { each: true }) kinds?: AlarmKind[];
  /** In the station's zone. What is raised then is told afterwards, unless it is over. */
  @MayBeAbsent() @IsPart(() => ReceiverQuietHours) quietHours?: ReceiverQuietHours;
}

class ReceiversFile {
  @IsParts(() => AlarmReceiver) receivers!: AlarmReceiver[];
}

/** Those who are told; nobody unless somebody was named. */
export class AlarmReceivers {
  constructor(private readonly all: readonly AlarmReceiver[]) {}

  /** @returns the names of those who want to know of this kind at this station. */
  of(kind: AlarmKind, stationId: string): string[] {
    return this.all
      .filter(({ stations, kinds }) => (stations?.includes(stationId) ?? true) && (kinds?.includes(kind) ?? true))
      .map(({ name }) => name);
  }

  find(name: string): AlarmReceiver | undefined {
    return this.all.find((receiver) => receiver.name === name);
  }
}

/** Reads the YAML file of receivers. @throws Error with what is wrong in it */
export function readAlarmReceivers(path: string): AlarmReceiver[] {
  const { receivers } = parseBody(ReceiversFile, parse(readFileSync(path, 'utf8')));
  const names = receivers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`the receiver ${twice} is there twice`);
  for (const { name, webhook } of receivers) {
    const { protocol, hostname } = new URL(webhook);
    if (protocol === 'http:' && !isLoopback(hostname)) throw new Error(`the webhook of ${name} must use https`);
  }
  return receivers;
}
