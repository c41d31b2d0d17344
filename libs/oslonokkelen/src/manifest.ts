/** What an adapter can do and the state its things are in. */
export interface Manifest {
  /** Whole number from 0; rises whenever anything changes and never falls, restarts included. */
  readonly version: number;
  readonly things: readonly Thing[];
  /** Every code that an answer may carry. */
  readonly errorCodes: readonly ErrorCode[];
}

/** A door, a lamp. */
export interface Thing {
  /** URL-safe, unique in the manifest. */
  readonly id: string;
  readonly description: string;
  readonly adminRole?: string;
  readonly actions: readonly Action[];
  readonly states: readonly ThingState[];
  /** Status page, http(s). */
  readonly uri?: string;
  /** Silence after which Oslonøkkelen alerts; absent or 0: never. */
  readonly secondsWithoutMessageBeforeAlert?: number;
}

/**
 * What a thing can do. There is on purpose no way to ask for a resident's fødselsnummer: nothing here needs it.
 */
export interface Action {
  /** URL-safe. */
  readonly id: string;
  readonly description: string;
  /** Attachments that an answer may carry. */
  readonly possibleAttachments?: readonly AnswerAttachment[];
  readonly parameters?: readonly ParameterDefinition[];
}

export type AnswerAttachment = 'CODE' | 'END_USER_MESSAGE' | 'ERROR_DESCRIPTION' | 'DENIED_REASON';

export interface ParameterDefinition {
  readonly name: string;
  readonly description: string;
}

export interface ErrorCode {
  /** URL-safe. */
  readonly code: string;
  readonly description: string;
}

/** One observation. Send only what the device itself reports: no `online` for a device that cannot tell. */
export type ThingState = { readonly lastUpdate?: Date } & (
  | { readonly kind: 'open'; readonly value: 'OPEN' | 'CLOSED' }
  | { readonly kind: 'locked'; readonly value: 'LOCKED' | 'UNLOCKED' }
  | { readonly kind: 'battery'; readonly value: 'EMPTY' | 'GOOD' | 'POOR' }
  | ActionHealth
  | DebugLog
  | DeviceType
  | Online
  | Network
  | { readonly kind: 'properties'; readonly properties: Readonly<Record<string, string>> }
);

export interface ActionHealth {
  readonly kind: 'actionHealth';
  readonly actionId: string;
  readonly healthy: boolean;
  readonly debugMessage?: string;
}

export interface DebugLog {
  readonly kind: 'debugLog';
  readonly lines: readonly {
    readonly at: Date;
    readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';
    readonly message: string;
  }[];
}

export interface DeviceType {
  readonly kind: 'deviceType';
  readonly manufacturer: string;
  readonly model: string;
  readonly firmwareVersion: string;
}

export interface Online {
  readonly kind: 'online';
  readonly status: 'ONLINE_STATUS_UNSUPPORTED' | 'REPORTED_ONLINE' | 'REPORTED_OFFLINE';
  readonly lastSeen?: Date;
  readonly explanation?: string;
}

export interface Network {
  readonly kind: 'network';
  readonly mac?: string;
  readonly ip?: string;
  readonly lastConnectAt?: Date;
  readonly lastDisconnectAt?: Date;
  /** Signal strength in dBm, negative. */
  readonly rssi?: number;
}
