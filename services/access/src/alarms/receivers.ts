import { ALARM_KINDS, type AlarmKind, IsPart, IsParts, MayBeAbsent, parseBody } from '@selvbetjent/contracts';
import { isLoopback } from '@selvbetjent/platform';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsEmail, IsIn, IsString, IsUrl, Matches } from 'class-validator';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type QuietHours } from '../domain/quiet-hours';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

class ReceiverQuietHours implements QuietHours {
  @Matches(TIME, { message: '$property must be a time like 22:00' }) from!: string;
  @Matches(TIME, { message: '$property must be a time like 07:00' }) to!: string;
}

/** Who is told of which alarms, where and when: by webhook, by mail, or both. */
export class AlarmReceiver {
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/, { message: '$property must be 1–40 of a–z, 0–9 and hyphen' }) name!: string;
  @MayBeAbsent() @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }) webhook?: string;
  @MayBeAbsent() @IsArray() @ArrayNotEmpty() @ArrayUnique() @IsEmail({}, { each: true }) mail?: string[];
  /** Absent: all. */
  @MayBeAbsent() @IsArray() @ArrayNotEmpty() @IsString({ each: true }) stations?: string[];
  /** Absent: all. */
  @MayBeAbsent() @IsArray() @ArrayNotEmpty() @IsIn(ALARM_KINDS, { each: true }) kinds?: AlarmKind[];
  /** In the station's zone. What is raised then is told afterwards, unless it is over. */
  @MayBeAbsent() @IsPart(() => ReceiverQuietHours) quietHours?: ReceiverQuietHours;
}

/** The receivers file: who is told, and in whose name mail is sent. */
export class ReceiversFile {
  @MayBeAbsent() @IsEmail() from?: string;
  @IsParts(() => AlarmReceiver) receivers!: AlarmReceiver[];
}

/** One way to one receiver; each gets notices of its own, so that one that fails hinders no other. */
export interface Way {
  /** What the database knows it by: `webhook`, or `mail-` and a hash, because addresses of people are kept in the file alone. */
  name: string;
  to: { webhook: string } | { mail: string };
}

/** Those who are told; nobody unless somebody was named. */
export class AlarmReceivers {
  constructor(private readonly all: readonly AlarmReceiver[]) {}

  /** @returns the ways to those who want to know of this kind at this station. */
  of(kind: AlarmKind, stationId: string): { receiver: string; way: string }[] {
    return this.all
      .filter(({ stations, kinds }) => (stations?.includes(stationId) ?? true) && (kinds?.includes(kind) ?? true))
      .flatMap((receiver) => waysTo(receiver).map((way) => ({ receiver: receiver.name, way: way.name })));
  }

  /** @returns null where the file no longer has it. */
  find(name: string, wayName: string): { receiver: AlarmReceiver; way: Way } | null {
    const receiver = this.all.find((one) => one.name === name);
    const way = receiver && waysTo(receiver).find((one) => one.name === wayName);
    return receiver && way ? { receiver, way } : null;
  }
}

function waysTo({ webhook, mail = [] }: AlarmReceiver): Way[] {
  const byMail = mail.map((address) => ({ name: `mail-${hashOf(address)}`, to: { mail: address } }));
  return webhook ? [{ name: 'webhook', to: { webhook } }, ...byMail] : byMail;
}

function hashOf(address: string): string {
  return createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 16);
}

/** Reads the YAML file of receivers. @throws Error with what is wrong in it */
export function readReceivers(path: string): ReceiversFile {
  const file = parseBody(ReceiversFile, parse(readFileSync(path, 'utf8')));
  const names = file.receivers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`the receiver ${twice} is there twice`);
  for (const { name, webhook, mail } of file.receivers) {
    if (!webhook && !mail) throw new Error(`${name} has neither a webhook nor mail`);
    if (webhook && isPlainAndRemote(webhook)) throw new Error(`the webhook of ${name} must use https`);
    if (mail && !file.from) throw new Error(`mail to ${name} needs a sender: set from beside receivers`);
  }
  return file;
}

function isPlainAndRemote(webhook: string): boolean {
  const { protocol, hostname } = new URL(webhook);
  return protocol === 'http:' && !isLoopback(hostname);
}
