// Written by services/portal/bin/write-openapi.ts from the OpenAPI document. Do not edit.

/** What the API takes and answers, by the names of its schemas. */

export interface Schemas {
  ChangeStationBody: {
    /** The revision that the author has seen; another one answers 409. Required unless If-Match says it */
    expectedRevision?: number;

    /** A station in the shape of the stations file (README of services/stations) */
    station: Record<string, unknown>;

    /** Saves in spite of warnings; needs a sign-in of the last 15 minutes */
    confirm?: boolean;
  };
  HandleCheckBody: {
    /** Whether the door opened from inside without power */
    opens: boolean;

    /** Offer the door to Oslonøkkelen with this check */
    expose?: boolean;
  };
  DatedHoursBody: {
    /** Local date of the station */
    date: string;

    /** Hours of the date alone; off is closed */
    hours: string;
  };
  PreviewHoursBody: {
    /** Local date of the station */
    validFrom: string;

    /** OpenStreetMap opening_hours */
    hours: string;

    /** Tried together with the version */
    exceptions?: Schemas['DatedHoursBody'][];

    /** Local date of the station */
    from?: string;

    /** Local date of the station */
    to?: string;
  };
  ChangeHoursBody: {
    /** Local date of the station */
    validFrom: string;

    /** OpenStreetMap opening_hours */
    hours: string;

    /** The version of the hours that the author has seen; another one answers 409. Required unless If-Match says it */
    expectedVersion?: number;

    /** Saves in spite of warnings; needs a sign-in of the last 15 minutes */
    confirm?: boolean;
  };
  UndoBody: {
    /** The version of the hours that the author has seen; another one answers 409. Required unless If-Match says it */
    expectedVersion?: number;

    /** Saves in spite of warnings; needs a sign-in of the last 15 minutes */
    confirm?: boolean;
  };
  ReasonBody: { nb: string; en: string };
  SetExceptionBody: {
    /** Local date of the station */
    date: string;

    /** Hours of the date alone; off is closed */
    hours: string;
    reason?: Schemas['ReasonBody'] | null;

    /** The version of the hours that the author has seen; another one answers 409 */
    expectedVersion?: number;

    /** Saves in spite of warnings; needs a sign-in of the last 15 minutes */
    confirm?: boolean;
  };
  CloseStationBody: {
    /** Now when absent or past */
    from?: string | null;

    /** Until further notice when absent */
    until?: string | null;

    /** Container ids; the whole station when absent */
    containers?: string[] | null;
    appliesTo: 'residents' | 'everyone';
    reason: Schemas['ReasonBody'];
  };
  ManualDropOffBody: {
    reason: string;

    /** Only tells what it would do: the answer is the same, and nothing is written */
    preview?: boolean;
    stationId: string;
    containerId: string;
    at: string;

    /** Integer grams */
    grams: number;
    stream?: 'reuse' | 'recycling' | 'residual' | 'hazardous';
    fraction?: string;

    /** The measured row that it is, where several could be meant */
    dropOffId?: string;
  };
  CorrectionBody: {
    reason: string;

    /** Only tells what it would do: the answer is the same, and nothing is written */
    preview?: boolean;

    /** What it really weighed: signed integer grams, + into the container */
    grams?: number;
    stream?: 'reuse' | 'recycling' | 'residual' | 'hazardous';
    fraction?: string;
  };
  CollectionBody: {
    reason: string;

    /** Only tells what it would do: the answer is the same, and nothing is written */
    preview?: boolean;
    stationId: string;
    containerId: string;
    at: string;

    /** Integer grams; needed only where no scale measured it */
    grams?: number;

    /** The measured row that it is, where several could be meant */
    dropOffId?: string;
  };
  PlaceBody: { stationId: string; containerId: string };
  TransferBody: {
    reason: string;

    /** Only tells what it would do: the answer is the same, and nothing is written */
    preview?: boolean;
    from: Schemas['PlaceBody'];
    to: Schemas['PlaceBody'];
    at: string;

    /** Integer grams; needed only where neither scale measured it */
    grams?: number;

    /** A row of `from`: the fall that it is, or the kilos that were moved */
    dropOffId?: string;

    /** A row of `to`: the rise that it is, where several could be meant */
    toDropOffId?: string;
  };
  ReplayBody: {
    /** All that are whole when absent */
    ids?: number[];
  };
  CalibrationStepBody: {
    place: 'empty' | 'centre' | 'corner-1' | 'corner-2' | 'corner-3' | 'corner-4';

    /** Grams of known weight; 0 when empty */
    placedGrams: number;

    /** What the scale showed: grams, untared */
    shownGrams: number[];
  };
  CalibrationBody: { at: string; steps: Schemas['CalibrationStepBody'][] };
  GoodsBody: {
    stream: 'reuse' | 'recycling' | 'residual' | 'hazardous';
    fraction: string;
    grams: number;
    method: 'weighed' | 'estimated';
    origin: 'household' | 'business';
  };
  ActivityBody: {
    localDate: string;
    place: string;
    kind:
      'market' | 'repair' | 'swap' | 'workshop' | 'give-away' | 'construction' | 'storage' | 'celebration' | 'other';
    title: string;

    /** Kilos that found new use; may be empty */
    goods: Schemas['GoodsBody'][];

    /** 0: no event for residents */
    residentEvents: number;
    programme?: string | null;

    /** null: nobody counted */
    visitors?: number | null;

    /** null: nobody counted */
    items?: number | null;

    /** null: nobody counted */
    repairedItems?: number | null;

    /** null: nobody counted */
    helpers?: number | null;
    note?: string | null;
  };
  ActivityCorrectionBody: {
    /** How it should read, as a whole */
    activity: Schemas['ActivityBody'];
    reason: string;

    /** The revision that the author has seen; another one answers 409 */
    expectedRevision: number;
  };
  CancellationBody: { reason: string };
  SendReportBody: { note: string };
  LocalTextAnswer: { nb: string; en: string };
  ClosureSoon: {
    id: string;
    from: string;
    until: string | null;
    containers: string[] | null;
    appliesTo: 'everyone' | 'residents';
    reason: Schemas['LocalTextAnswer'];
  };
  StreamGrams: { stream: 'hazardous' | 'recycling' | 'residual' | 'reuse'; grams: number };
  DayKilos: { delivered: Schemas['StreamGrams'][]; takenOutGrams: number; uncertainGrams: number };
  DayUse: { visits: number; unlocked: number; denied: number; failed: number };
  StationDay: {
    stationId: string;
    date: string;
    closures: Schemas['ClosureSoon'][];
    hoursEndOn: string | null;
    kilos: Schemas['DayKilos'] | null;
    use: Schemas['DayUse'] | null;
  };
  PersonView: { name: string; roles: string[]; stations: string[]; lastSignedInAt: string; signedIn: boolean };
  PeopleView: { keptDays: number; people: Schemas['PersonView'][] };

  /** An activity with who said so last, and why. */
  ActivityView: {
    activityId: string;
    stationId: string;
    revision: number;
    cancelled: boolean;
    activity: Schemas['Activity'];
    author: string;

    /** Of the correction or cancellation; null while it stands as it was first recorded. */
    reason: string | null;
    recordedAt: string;
  };

  /** What an activity was. Counts that nobody made are null, which is not zero. */
  Activity: {
    /** Local date of the station that it counts for. */
    localDate: string;
    place: string;
    kind:
      'celebration' | 'construction' | 'give-away' | 'market' | 'other' | 'repair' | 'storage' | 'swap' | 'workshop';
    title: string;
    goods: Schemas['ActivityGoods'][];

    /** How many events for residents this record stands for: 0 when it was none, more than one for a whole programme. */
    residentEvents: number;

    /** A programme beyond the station (`ombruksuka`); its events and kilos are reported apart from the station's own. */
    programme: string | null;
    visitors: number | null;
    items: number | null;
    repairedItems: number | null;
    helpers: number | null;
    note: string | null;
  };

  /** Goods of one kind that found new use; `grams` is above zero. */
  ActivityGoods: {
    stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';
    fraction: string;
    grams: number;
    method: 'estimated' | 'weighed';
    origin: 'business' | 'household';
  };
  Alert: Schemas['AlarmView'] | Schemas['ScaleAlarmView'] | Schemas['UnknownAlarms'];

  /** Something that people should look after; raised once, cleared once. */
  AlarmView: {
    alarmId: string;
    kind:
      | 'battery_low'
      | 'check_inside'
      | 'forced_open'
      | 'held_open'
      | 'hours_unconfirmed'
      | 'jammed'
      | 'opened_late'
      | 'silent';
    stationId: string;
    containerId: string | null;
    doorId: string | null;
    visitId: string | null;

    /** When what it tells of began. */
    since: string;
    raisedAt: string;

    /** Null while it stands. */
    clearedAt: string | null;
  };

  /** What staff should look after of scales and their ledger. */
  ScaleAlarmView: {
    /** Of the device and its boot, or of the entry and its container; always the same. */
    alarmId: string;

    /** `reading_conflict`: readings of a boot came again with other content, so that two devices seem to share one name; stands for a day after the last one. `staff_entry_without_subject`: what staff said of a weighing no longer fits anything that is measured; stands until it does, or until they enter what happened within two hours of it anew. */
    kind: 'reading_conflict' | 'staff_entry_without_subject';
    stationId: string;
    containerId: string;

    /** The scale, by which the container is weighed. */
    deviceId: string;

    /** When the first of them came, or when what staff spoke of was measured; instants are ours. */
    since: string;
    raisedAt: string;

    /** Null while it stands. */
    clearedAt: string | null;

    /** The entry that lost its subject, with its author and their reason. */
    entryId?: string;
    author?: string;
    note?: string;
  };

  /** Stands in the list for the alarms of an owner that doesn't answer, so that nobody takes its silence for calm. */
  UnknownAlarms: {
    /** Of the owner and the station. */
    alarmId: string;
    kind: 'doors_unknown' | 'scales_unknown';

    /** The station that was asked for; empty when all were. */
    stationId: string;
    containerId: null;
    since: string;
    raisedAt: string;
    clearedAt: null;
  };

  /** Half-open [from, until): `until` null is until further notice, `containers` null is the whole station. */
  Closure: {
    id: string;
    from: string;
    until: string | null;
    containers: string[] | null;
    appliesTo: 'everyone' | 'residents';
    reason: Schemas['LocalText'];
  };

  /** The same short text in Norwegian and English, for people. */
  LocalText: { nb: string; en: string };

  /** What `GET /api/devices` answers. */
  DeviceRegistry: {
    scales: Schemas['RegisteredScaleView'][];

    /** Null while `access` doesn't answer. */
    doors: Schemas['RegisteredDoorView'][] | null;

    /** How the part that listens to scales is doing; null before it first did. */
    listening: Schemas['ScaleListening'] | null;
  };

  /** A scale, and what the word of its make is worth. */
  RegisteredScaleView: {
    deviceId: string;
    stationId: string;
    containerId: string;
    dialect: Schemas['ScaleDialect'];

    /** The step that it shows weights in. */
    resolutionGrams?: number;

    /** Null when it was never heard. */
    lastSeenAt: string | null;
    lastReadingAt: string | null;

    /** Readings of its newest boot that it skipped and that are still missing. */
    missing: number;

    /** What is added to its clock to get ours; null while unknown. */
    clockOffsetMs: number | null;

    /** Standard deviation of the idle scale. */
    noiseGrams: number | null;

    /** Why what it says isn't trusted now; null when it is. */
    distrust: string | null;

    /** Readings that came again with other content. */
    conflicts: number;

    /** When two devices last spoke under this name in turns. */
    contestedAt: string | null;

    /** Kept payloads from its topic that could not be used. */
    poison: number;
    key: { keyId: string; madeAt: string } | null;
    calibration: { at: string; verdict: Schemas['CalibrationVerdict'] } | null;
    certainty: Schemas['Certainty'];
  };
  ScaleDialect:
    | 'a-and-d'
    | 'bthome'
    | 'chirpstack-v4'
    | 'decentlab-kl66'
    | 'dini-argeo'
    | 'esphome'
    | 'json'
    | 'mt-sics'
    | 'selvbetjent'
    | 'senml'
    | 'sparkplug-b'
    | 'tasmota-hx711'
    | 'tasmota-mi-scale'
    | 'theengs'
    | 'ttn-v3'
    | 'xiaomi-mi-scale';
  CalibrationVerdict: {
    passed: boolean;

    /** The largest error of a known weight; null without one. */
    errorGrams: number | null;

    /** The largest difference between the places of one weight; null without two. */
    cornerGrams: number | null;
    allowedGrams: number;

    /** Stable codes of what is wrong or missing. */
    faults: string[];
  };

  /** What the words of a dialect are worth beside the native one's. */
  Certainty: {
    /** `edge`: it numbers nothing; we do, in the order of arrival. What is lost on the way is never noticed, and never asked for. */
    identity: 'device' | 'edge';

    /** Whose clock tells when a weight was taken. `arrival`: none that can be trusted, so a message that waited is dated too late. */
    clock: 'arrival' | 'device' | 'network';

    /** Whether it tells the weight before its own tare, so that a tare isn't taken for a load. */
    untared: 'always' | 'never' | 'sometimes';

    /** Whether it keeps weights until they are acknowledged, and sends them again. */
    resend: boolean;

    /** Whether it says that the load rests. */
    stable: 'always' | 'never' | 'sometimes';

    /** Whether it says its unit; else the registry must. */
    unit: 'device' | 'registry' | 'sometimes';

    /** Such a scale weighs people too: what can't be read of it must not be kept. */
    mayTellOfPeople: boolean;

    /** After how long without a word something is wrong. */
    silentAfterMs: number;
  };

  /** A door, and what its make can promise; null while its make isn't known. */
  RegisteredDoorView: {
    doorId: string;
    stationId: string;
    containerId: string;
    alive: boolean;
    lastSeenAt: string | null;
    open: 'closed' | 'open' | 'unknown';
    lock: 'jammed' | 'locked' | 'unknown' | 'unlocked';
    battery: number | null;
    dialect?: Schemas['DoorDialect'];

    /** When the owner last confirmed the hours that this door obeys; set only while that is longer ago than it should be. */
    hoursUnconfirmedSince?: string;
    promises: Schemas['DoorPromises'] | null;
  };
  DoorDialect: 'esphome' | 'selvbetjent' | 'shelly' | 'tasmota' | 'zigbee2mqtt';

  /** What a dialect's word is worth beside the native one's. Staff see it. */
  DoorPromises: {
    /** A command that waits somewhere can't open the door later than it lives. */
    lateCommandsDie: boolean;

    /** The device says which command it answers. */
    answersByCommand: boolean;

    /** It says no, busy or jammed; without it only its silence tells. */
    saysNo: boolean;

    /** What it calls locked is the bolt's place. `relay`: only that the relay has let go. */
    boltIs: 'measured' | 'relay';

    /** The device itself locks again, and we can see that it is set to. `unchecked`: it must be set up so; we can't see it. */
    relocks: 'checked' | 'unchecked';

    /** It keeps its changes until they are acknowledged: nothing that happens while it is out of contact is lost. */
    keepsChanges: boolean;

    /** It knows by itself whether the leaf is open; else a contact sensor does, or nobody. */
    knowsLeaf: boolean;
  };

  /** How the part that listens to scales is doing. */
  ScaleListening: {
    connected: boolean;

    /** Our session at the broker is taken from us again and again. */
    contested: boolean;

    /** Messages that the broker says it dropped; null where it doesn't tell. */
    brokerDropped: number | null;
    notedAt: string;
  };

  /** A payload that could not be used. */
  PoisonView: {
    id: number;
    topic: string;
    reason: string;

    /** Its beginning, without secrets; nothing of persons. */
    text: string;

    /** Whether it is whole, so that it can be taken in after a fix. */
    replayable: boolean;
    receivedAt: string;
    replayedAt: string | null;
  };
  PoisonReplay: {
    replayed: number;

    /** Still of no use. */
    unusable: number;
  };

  /** The key is in this answer and in no other. */
  NewDeviceKey: { keyId: string; key: string };
  Calibration: {
    calibrationId: string;
    deviceId: string;
    at: string;
    steps: Schemas['CalibrationStep'][];
    verdict: Schemas['CalibrationVerdict'];
    author: string;
  };

  /** What the scale showed while something of a known weight stood in one place. Integer grams, untared. */
  CalibrationStep: {
    place: 'centre' | 'corner-1' | 'corner-2' | 'corner-3' | 'corner-4' | 'empty';

    /** 0 when empty. */
    placedGrams: number;
    shownGrams: number[];
  };

  /** What a scale showed, untared where it tells that, by our clock as far as its own is known to be wrong. Integer grams. */
  ScaleReading: { at: string; grams: number };

  /** The answer of every change of hours: all that is in force and coming, with the version to save on as its ETag. */
  HoursSaved: {
    timeZone: string;
    version: number;
    versions: Schemas['HoursVersion'][];
    exceptions: Schemas['HoursException'][];
  };

  /** Hours in force from the start of the local date `validFrom` until the next version's. */
  HoursVersion: { validFrom: string; hours: string };

  /** One local date with hours of its own; `off` is closed all day. */
  HoursException: { date: string; hours: string; reason?: Schemas['LocalText'] | null };
  FlowView: {
    by: 'day' | 'month' | 'week' | 'year';
    split: 'fraction' | 'method' | 'origin' | 'station' | null;

    /** Those that are shown: the four that operators follow, and others that have kilos. */
    flows: (
      | 'becameWasteGrams'
      | 'deliveredAsHazardousGrams'
      | 'deliveredAsResidualGrams'
      | 'deliveredToRecyclingGrams'
      | 'deliveredToReuseGrams'
      | 'takenOutForReuseGrams'
      | 'takenOutOfOthersGrams'
    )[];
    periods: Schemas['PeriodSpan'][];
    figures: Schemas['FlowFigure'][];
    complete: Schemas['Completeness'];
    against: { from: string; to: string; known: boolean; complete: Schemas['Completeness'] } | null;
    from: string;
    to: string;
  };

  /** The part of a period that lies in a range. */
  PeriodSpan: {
    /** `2026-11-20`, `2026-W47`, `2026-11` or `2026`. */
    key: string;
    from: string;
    to: string;
  };

  /** One figure as it is shown and exported. */
  FlowFigure: {
    part: 'period' | 'split' | 'total';

    /** The period, or the station, fraction, method or origin; '' of the total. */
    key: string;
    flow:
      | 'becameWasteGrams'
      | 'deliveredAsHazardousGrams'
      | 'deliveredAsResidualGrams'
      | 'deliveredToRecyclingGrams'
      | 'deliveredToReuseGrams'
      | 'takenOutForReuseGrams'
      | 'takenOutOfOthersGrams';
    grams: number;

    /** Part of `grams`. */
    uncertainGrams: number;

    /** Part of `grams` that stands on people's corrections: what they corrected counts whole, not by the difference. Without its sign. */
    correctedGrams: number;

    /** Null when nothing is compared, or nothing is known to compare with. */
    before: Schemas['FigureBefore'] | null;
  };
  FigureBefore: {
    key: string;
    grams: number;
    differenceGrams: number;

    /** Of what it was, one decimal; null when that was nothing. */
    percent: number | null;
  };

  /** How far the figures of a range can be relied on. */
  Completeness: {
    openMinutes: number;

    /** Of `openMinutes`: those in which every scale of the station is known to have worked; null while nothing is known of any. */
    weighedMinutes: number | null;
    visits: number;
    trustedVisits: number;

    /** Part of the rows' `grams`. */
    uncertainGrams?: number;

    /** Part of `grams` that stands on people's corrections: what they corrected counts whole, not by the difference. Without its sign. */
    correctedGrams?: number;

    /** Put in or taken out, and so implausible that it is in no figure; without its sign. */
    quarantinedGrams?: number;
  };

  /** `ok`, or what is wrong, by service. */
  SystemHealth: { status: 'ok' | 'unavailable'; services: Record<string, string> };
  HistoryImport: {
    dryRun: boolean;

    /** Rows of the file, without its headings. */
    rows: number;

    /** Rows that are new to the ledger: booked now, or would be. */
    newRows: number;

    /** Rows that an earlier import of the same source booked, and that say the same. */
    knownRows: number;

    /** Rows that an earlier import of the same source booked with other values, and by how much their sum changes. */
    changedRows?: number;
    changedGrams?: number;

    /** All of them, or the first `MOST_HISTORY_CHANGES`. */
    changes?: Schemas['HistoryChange'][];

    /** Rows of the source that aren't in the file: nothing happens to them. */
    missingRows?: number;

    /** Only of a dry run: what becomes of each line of the file that can be read. */
    lines?: { row: number; state: 'changed' | 'new' | 'unchanged' }[];
    newGrams: number;

    /** How many faults there are; with any, nothing is or would be booked. */
    faultCount: number;

    /** All of them, or the first `MOST_HISTORY_FAULTS`. */
    faults: Schemas['HistoryFault'][];

    /** Days of the file that already have weighed or entered kilos of that station: the same goods may be counted twice. */
    overlappingDates: string[];
  };

  /** A row that was imported before with other values: they are taken back, the file's put in their place. */
  HistoryChange: { row: number; before: Schemas['HistoryKilos']; after: Schemas['HistoryKilos'] };

  /** What a row of history says. */
  HistoryKilos: {
    localDate: string;
    stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';
    fraction: string;
    grams: number;
    method: 'estimated' | 'weighed';
    origin: 'business' | 'household';
  };

  /** What is wrong in one cell, or with a whole row (`column` null). Row 1 is the line of headings. */
  HistoryFault: { row: number; column: string | null; code: string; message: string };
  PreviewedHours: {
    /** Null while nobody knows. */
    deniedAttempts: Schemas['DeniedAttempts'] | null;
    intervals: Schemas['LocalInterval'][];
    changes: { date: string; before: Schemas['LocalInterval'][]; after: Schemas['LocalInterval'][] }[];
    conflicts: {
      code: 'closure_overrides' | 'exception_overrides' | 'holiday' | 'later_version';
      date: string;
      message: string;
    }[];
    warnings: Schemas['WarningToConfirm'][];

    /** The hours as we would write them. */
    canonical: string;

    /** Spellings and rules that often mean something else; `position` from 0. */
    hoursWarnings: { position: number; message: string }[];
  };

  /** Refusals of the last `days` for the hours, and how many of them other hours would have served on the same weekday and time. */
  DeniedAttempts: { days: number; denied: number; wouldServe: number };
  LocalInterval: { start: string; end: string };

  /** Saving needs `confirm` and a sign-in of the last 15 minutes. */
  WarningToConfirm: { code: 'always_open' | 'never_open' | 'opens_more'; message: string };
  DropOffView: {
    id: string;

    /** The weighing that the row belongs to: its rows add up. */
    weighingId?: string;
    kind:
      | 'activity'
      | 'collection'
      | 'correction'
      | 'drift'
      | 'drop-off'
      | 'emptying'
      | 'import'
      | 'manual'
      | 'take-out'
      | 'transfer'
      | 'unexplained';
    stationId: string;
    containerId: string;
    visitIds: string[];
    at: string;
    grams: number;
    quality: 'ok' | 'quarantine' | 'uncertain';
    reason: string | null;
    stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';
    fraction: string;
    revision: number;

    /** Whether no later reading can change the weighing any more. */
    final: boolean;
    method?: 'estimated' | 'weighed';

    /** The raw readings that it rests on, kept for RAW_RETENTION_DAYS; absent where there are none. */
    readings?: Schemas['ReadingSpan'];

    /** Who entered it; absent for what was weighed. */
    author?: string;

    /** Why they did, in their own words. */
    note?: string;
  };

  /** The raw readings that a row rests on: those of this scale in this span of corrected device time, both ends included. */
  ReadingSpan: { scaleId: string; from: string; until: string };

  /** A weighing and the readings around it, for people who want to see what a row rests on. Instants of corrected device time. */
  WeighingView: {
    weighingId: string;
    stationId: string;
    containerId: string;

    /** All rows of the weighing, newest first: together they are what it says now. */
    rows: Schemas['DropOffView'][];

    /** When the doors were open, in order; `closedAt` null while nobody knows. */
    visits: { openedAt: string; closedAt: string | null; closedBy: 'doors' | 'next-visit' | 'time-out' | null }[];

    /** The loads that it leads from and to, untared; null while they aren't known, and of what no scale weighed. */
    fromGrams: number | null;
    toGrams: number | null;

    /** The readings from shortly before to shortly after, by time; null grams: the scale said that it couldn't weigh. */
    samples: { at: string; grams: number | null }[];

    /** Readings are kept for so many days; older weighings have none left. */
    readingsKeptDays: number;
  };
  VisitView: {
    visitId: string;
    stationId: string;
    containerId: string;
    openedAt: string;
    closedAt: string | null;
    closedBy: 'doors' | 'next-visit' | 'time-out' | null;
    attemptIds: string[];
  };
  AttemptView: {
    attemptId: string;
    stationId: string;
    containerId: string;
    doorId: string;
    requestedAt: string;
    state:
      'closed' | 'denied' | 'expired' | 'failed' | 'granted' | 'opened' | 'requested' | 'sent' | 'unknown' | 'unlocked';
    reason: string | null;

    /** What the door said of it after the resident had been answered; the state stays what the resident was told. */
    lateResult?: string | null;

    /** When the door opened all the same. */
    openedLateAt?: string | null;

    /** When the door's leaf was first seen open in the visit that the attempt began; null while none was, also when the visit is over. */
    leafOpenedAt?: string | null;
  };

  /** What a door last said of itself; silence is `unknown`, never closed. */
  DoorView: {
    doorId: string;
    stationId: string;
    containerId: string;
    alive: boolean;
    lastSeenAt: string | null;
    open: 'closed' | 'open' | 'unknown';
    lock: 'jammed' | 'locked' | 'unknown' | 'unlocked';
    battery: number | null;
    dialect?: Schemas['DoorDialect'];

    /** When the owner last confirmed the hours that this door obeys; set only while that is longer ago than it should be. */
    hoursUnconfirmedSince?: string;
  };

  /** What an import did, or with `dryRun` would do. */
  StationsImport: { applied: boolean; stations: Schemas['ImportedStation'][] };

  /** What a file would change, or changed; fields by their names in the file. */
  ImportedStation: {
    stationId: string;
    kind: 'changed' | 'created' | 'unchanged';
    fields: { field: string; before: unknown; after: unknown }[];

    /** What the station has and the file doesn't: it stays. */
    leftOut: string[];
    warnings: Schemas['WarningToConfirm'][];
  };

  /** A station in the shape of the stations file, with the revision that a change of it has to name. */
  RegisteredStation: {
    revision: number;
    station: {
      id: string;
      address: string;
      name: string;
      district: string;

      /** Where it stands today: the newest of `locations` that has begun, where there are any. */
      location: Schemas['Location'];
      locations?: Schemas['DatedLocation'][];

      /** From then on it is out of use for good; its figures and history stay. */
      retiredAt?: string;

      /** IANA zone; all local dates in here are its. */
      timeZone: string;
      help: Schemas['Help'];

      /** Devices of a simulated station obey tokens of the simulated issuer, real ones never do. */
      simulated: boolean;
      openingHours: Schemas['HoursVersion'][];
      staffedHours?: string;
      exceptions: Schemas['HoursException'][];
      containers: Schemas['Container'][];
    };
  };
  Location: { latitude: number; longitude: number };

  /** Where something stands from the start of the local date `validFrom` until the next one's. */
  DatedLocation: { validFrom: string; latitude: number; longitude: number };

  /** Whom to call and how to get out; stands in every message at the door. */
  Help: { phone: string; text: Schemas['LocalText'] };
  Container: {
    id: string;
    name: string;
    stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';
    fraction: string;
    capacityKg: number;
    access: 'closed' | 'self-service' | 'staffed';

    /** Narrows the station's hours. */
    hours?: string;

    /** Where it stands today, when that isn't with the station. */
    location?: Schemas['Location'];
    locations?: Schemas['DatedLocation'][];

    /** From then on it is out of use for good; its history and the ids of its devices stay. */
    retiredAt?: string;
    doors: Schemas['Door'][];
    scales: Schemas['Scale'][];
  };
  Door: {
    /** Also the id of the Oslonøkkelen thing. */
    id: string;
    dialect: Schemas['DoorDialect'];

    /** Other dialects: the MQTT topic that the device's own ones begin with. */
    topic?: string;

    /** Which of the device's relays moves the bolt; the first by default, which Tasmota calls 1 and Shelly 0. */
    relay?: number;

    /** Other dialects: the topic of a Zigbee2MQTT contact sensor on the leaf. */
    contactTopic?: string;

    /** Offered to Oslonøkkelen; also states that the inside handle was checked to open without power. */
    exposed: boolean;

    /** The newest check that found the inside handle good; absent where only the stations file states it. */
    insideHandle?: Schemas['HandleCheck'];
    retiredAt?: string;
  };

  /** Somebody opened the door from inside without power. */
  HandleCheck: { at: string; by: string };
  Scale: {
    id: string;
    dialect: Schemas['ScaleDialect'];

    /** MQTT topic of dialects that have none by convention; may hold MQTT's wildcards. */
    topic?: string;
    resolutionGrams: number;
    maxKg: number;

    /** What the device doesn't say itself; see `ScaleSettings` of `libs/devices`. */
    unit?: 'g' | 'jin' | 'kg' | 'lb' | 'oz' | 't';
    factor?: number;
    offsetGrams?: number;

    /** How long a value must stay until it counts as settled, of a scale that doesn't say itself whether its load rests. */
    settleSeconds?: number;
    field?: string;
    address?: string;
    alias?: number;
    port?: number;
    f0?: number;
    k?: number;
    retiredAt?: string;
  };
  EffectReport: {
    stationId: string | null;
    years: Schemas['EffectYear'][];
    rows: Schemas['EffectRow'][];

    /** What residents took out for reuse: neither part of what was delivered, nor subtracted from it. */
    takenOutGrams: (number | null)[];
    programmes: Schemas['EffectProgramme'][];
  };

  /** One column of the table: a calendar year, or the part of it that was asked for. Local dates, both included. */
  EffectYear: { year: number; from: string; to: string };
  EffectRow: {
    code: 'activity-reuse' | 'business-reuse' | 'resident-events' | 'station-recycling' | 'station-reuse';
    unit: 'events' | 'grams';

    /** One per year; null where nothing was ever recorded, which is not zero. */
    values: (number | null)[];
  };

  /** What a programme beyond the station did; it isn't part of the station's own rows. */
  EffectProgramme: { programme: string; events: (number | null)[]; grams: (number | null)[] };
  YearReport: {
    year: number;
    stationId: string | null;
    kostra: Schemas['KostraRow'][];
    productReuse: Schemas['ProductReuseRow'][];

    /** What both are made from. */
    lines: Schemas['ReportLine'][];

    /** Σ of the ledger's rows of that year = Σ `lines`. */
    ledgerGrams: number;
  };

  /** A line of the report in KOSTRA's categories; `material` null: a fraction that the mapping doesn't know, by its name. */
  KostraRow: {
    origin: 'business' | 'household';

    /** `waste` by material; reuse apart: handed in for it, taken out by visitors, and used in activities are three numbers. */
    use: 'delivered-to-reuse' | 'reused-in-activities' | 'taken-out-for-reuse' | 'taken-out-of-waste' | 'waste';
    material: string | null;
    fraction: string | null;
    grams: number;
  };

  /** Products that were really used again; `category` null: a fraction that the mapping doesn't know, by its name. */
  ProductReuseRow: { category: string | null; fraction: string | null; grams: number };

  /** Ledger rows that belong together in a report. Signed as in the ledger, + into the container. */
  ReportLine: {
    section: Schemas['ReportSection'];

    /** The ledger's kind, or `quarantine`, of what isn't counted; null for the rest. */
    kind: string | null;
    origin: 'business' | 'household';
    stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';
    fraction: string;

    /** SSB's material, null where the mapping has none. */
    material: string | null;

    /** EU 2021/19's product category, null where the mapping has none. */
    productCategory: string | null;
    grams: number;
  };

  /** What became of the kilos of a line: `delivered` by visitors or entered, `taken-out` by visitors, `activity` (found new use there), `not-counted` (emptied, collected, moved, drift, unexplained, or not believed). */
  ReportSection: 'activity' | 'delivered' | 'not-counted' | 'taken-out';
  SentReportView: {
    /** As it was sent. */
    report: Schemas['YearReport'];
    differences: Schemas['ReportDifference'][];
    reportId: string;
    year: number;
    stationId: string | null;
    sentAt: string;
    author: string;
    note: string;
  };

  /** A line that has other kilos now than when the report was sent. */
  ReportDifference: {
    sentGrams: number;
    nowGrams: number;
    fraction: string;
    origin: 'business' | 'household';
    section: Schemas['ReportSection'];

    /** The ledger's kind, or `quarantine`, of what isn't counted; null for the rest. */
    kind: string | null;
    stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';

    /** SSB's material, null where the mapping has none. */
    material: string | null;

    /** EU 2021/19's product category, null where the mapping has none. */
    productCategory: string | null;
  };
  SentReport: {
    reportId: string;
    year: number;
    stationId: string | null;
    sentAt: string;
    author: string;
    note: string;
  };

  /** All that decides when a station is open; closures that ended in the last 60 days are among them, those that never began aren't. */
  ScheduleView: {
    stationId: string;
    timeZone: string;

    /** What an editor must have seen to save. */
    hoursVersion: number;
    versions: Schemas['HoursVersion'][];
    staffedHours: string | null;
    exceptions: Schemas['DatedException'][];
    closures: Schemas['Closure'][];
    containers: { id: string; name: string; access: string; hours: string | null }[];
  };

  /** A date with hours of its own, `off` for closed. */
  DatedException: { date: string; hours: string; reason: Schemas['LocalText'] | null };
  AuditPage: {
    items: Schemas['AuditItem'][];

    /** Cursor of the following page; null on the last. */
    next: string | null;
  };

  /** One change: the fields that differ, as they were and as they became. */
  AuditItem: {
    position: number;
    at: string;
    stationId: string;
    author: { name: string };
    action: string;
    before: Record<string, unknown>;
    after: Record<string, unknown>;

    /** The last change of hours, where taking it back would change something. */
    undoable: boolean;
  };

  /** What a staff entry did to the ledger. */
  StaffEntry: {
    entryId: string;

    /** The weighings whose rows it wrote; a transfer has two. */
    weighingIds: string[];

    /** `relabelled`: a scale had measured it, and only its name or its share changed; the sum of the container is as before. `added`: nothing weighed the container then, and the grams came from the entry. */
    effect: 'added' | 'relabelled';
    rows: {
      kind:
        | 'activity'
        | 'collection'
        | 'correction'
        | 'drift'
        | 'drop-off'
        | 'emptying'
        | 'import'
        | 'manual'
        | 'take-out'
        | 'transfer'
        | 'unexplained';
      containerId: string;
      stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';
      fraction: string;
      grams: number;
    }[];
  };

  /** A station as residents see it in the list. `open` speaks of hours and closures only. */
  StationSummary: {
    id: string;
    name: string;
    district: string;
    location: Schemas['Location'];
    open: boolean;

    /** Instant of the next change while open; null when none is known. */
    until: string | null;
    reason: Schemas['Reason'] | null;

    /** Instant; null when there is none in 366 days. */
    nextOpening: string | null;
    containers: Schemas['ContainerStatus'][];
  };

  /** Why a door may be opened or not, in words for people. */
  Reason: {
    /** 'open' | 'outside_hours' | 'holiday' | 'exception' | 'closure' | 'hours_unknown' */
    code: string;
    nb: string;
    en: string;
  };
  ContainerStatus: {
    id: string;
    name: string;
    stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';

    /** By the ledger since the last emptying, 0–100 or more; null when nobody knows. */
    fillPercent: number | null;

    /** False only when it is known that no door of the container works. */
    working: boolean;
  };
  StationDetails: {
    address: string;
    help: Schemas['Help'];
    timeZone: string;
    simulated: boolean;

    /** What an editor must have seen to save. */
    hoursVersion: number;
    openingHours: Schemas['HoursVersion'][];

    /** When it went out of use; absent while it is in use. */
    retiredAt?: string;

    /** Those that run or are planned. */
    closures: Schemas['Closure'][];
    id: string;
    name: string;
    district: string;
    location: Schemas['Location'];
    open: boolean;

    /** Instant of the next change while open; null when none is known. */
    until: string | null;
    reason: Schemas['Reason'] | null;

    /** Instant; null when there is none in 366 days. */
    nextOpening: string | null;
    containers: Schemas['ContainerStatus'][];
  };

  /** When it is open from the first to the last local date, both included; closures are taken out of the intervals and told beside them. */
  OpeningHoursView: {
    timeZone: string;
    version: number;
    versions: Schemas['HoursVersion'][];

    /** Instants, half-open. */
    intervals: Schemas['LocalInterval'][];
    closures: {
      containers: string[] | null;
      from: string;
      until: string | null;
      appliesTo: 'everyone' | 'residents';
      reason: Schemas['LocalText'];
    }[];
    holidays: Schemas['Holiday'][];
  };

  /** A public holiday (helligdag or høytidsdag). Two may fall on the same date, as on 17 May 2027. */
  Holiday: { date: string; nb: string; en: string };

  /** `flows`, and kilos in `complete`, only for who has a role; everybody else may find figures hidden. */
  TonnageFigures: {
    rows: Schemas['PublicTonnageRow'][];
    complete: Schemas['Completeness'];
    flows?: Schemas['KiloFlows'];
  };

  /** Figures of fewer than five visits, others that would give them away, and what isn't settled are null for who has no role. */
  PublicTonnageRow: {
    fraction: string;

    /** `2026-11-20`, `2026-W47`, `2026-11` or `2026`. */
    period: string;
    stationId: string;
    stream: 'hazardous' | 'recycling' | 'residual' | 'reuse';

    /** Visits with a drop-off. */
    dropOffs: number;
    grams: number | null;
    uncertainGrams: number | null;
    takenOutGrams: number | null;
    suppressed?: true;
  };

  /** Where the range's kilos came from and went, each for itself: none of them is ever taken off another. All ≥ 0 unless corrected so. */
  KiloFlows: {
    /** Put into containers for reuse. That it is used again is not said by that. */
    deliveredToReuseGrams: number;

    /** Taken out of containers for reuse by visitors. */
    takenOutForReuseGrams: number;

    /** Fetched from containers for reuse. */
    collectedFromReuseGrams: number;

    /** Moved from containers for reuse to others; what was moved into them counts against it. */
    movedOutOfReuseGrams: number;

    /** Moved into containers for residual waste: what was left for something better and became waste. */
    becameWasteGrams: number;
    deliveredToRecyclingGrams: number;

    /** Shares of the rows' `grams`. Rows that were taken in before it was kept say `unknown`, until a rebuild. */
    byOrigin: { origin: string; grams: number }[];
    byMethod: { method: string; grams: number }[];
  };

  /** What a device is told: every seq up to `seq` is committed or known lost; `resend` asks for missing ones. */
  UploadReceipt: { boot: string; seq: number; resend?: number[] };
  Use: { visits: Schemas['VisitHourCount'][]; attempts: Schemas['AttemptHourCount'][] };

  /** How many visits began in an hour of the week, over a range. */
  VisitHourCount: {
    /** 1 is Monday, by the station's own dates. */
    weekday: number;

    /** 0–23, the station's local hour. */
    hour: number;
    visits: number;
  };

  /** How attempts to open ended in an hour of the week; denied ones outside opening hours are demand that is not met. */
  AttemptHourCount: {
    weekday: number;
    hour: number;
    ending: 'denied' | 'expired' | 'failed' | 'unknown' | 'unlocked';

    /** Null when it unlocked. */
    reason: string | null;
    attempts: number;
  };

  /** Refusals for the hours in whole weeks until now. Presses at one door within ten minutes are somebody who tries again: they are one time, in the hour of the first. Times are no persons: the same one may come twice a day, or two within ten minutes. */
  UnmetDemand: {
    weeks: number;

    /** All refusals, each press by itself. */
    presses: number;
    hours: Schemas['UnmetDemandHour'][];
  };

  /** How often people came in vain in an hour of the week. */
  UnmetDemandHour: {
    /** 1 is Monday, by the station's own dates. */
    weekday: number;

    /** 0–23, the station's local hour. */
    hour: number;
    times: number;
  };
  SessionView: {
    signedIn: boolean;
    name: string | null;
    roles: string[];

    /** Ids of stations, or `*` for all. */
    stations: string[];

    /** When the password was last asked for; null where nobody knows. */
    signedInAt: string | null;

    /** For `X-CSRF-Token`; null without a session cookie. */
    csrfToken: string | null;
  };

  /** What went wrong (RFC 9457). Codes stay the same; titles and details are for people. */
  Problem: {
    /** Names the code; nothing is found there */
    type: string;

    /** What happened, in short */
    title: string;
    status: number;
    code: string;

    /** What happened and what to do */
    detail?: string;

    /** The trace of this very request, as our logs have it */
    instance: string;
  };
}

/** What each route takes and answers. `answer` is undefined where it has no JSON. */

export interface Routes {
  'GET /api/session': { answer: Schemas['SessionView'] };
  'GET /api/health/live': { answer: { status: 'ok' } };
  'GET /api/health/ready': { answer: Schemas['SystemHealth'] };
  'GET /api/stations.geojson': { answer: undefined };
  'GET /api/stations/{stationId}/calendar.ics': { path: { stationId: string }; answer: undefined };
  'GET /api/stations/export': { answer: undefined };
  'POST /api/stations/import': {
    query?: {
      /** true: only tells what it would do */
      dryRun?: 'true' | 'false';

      /** Applies in spite of warnings; needs a sign-in of the last 15 minutes */
      confirm?: 'true' | 'false';
    };
    answer: Schemas['StationsImport'];
  };
  'GET /api/stations': { answer: Schemas['StationSummary'][] };
  'POST /api/stations': { body: Record<string, unknown>; answer: Schemas['RegisteredStation'] };
  'GET /api/stations/{stationId}/registry': { path: { stationId: string }; answer: Schemas['RegisteredStation'] };
  'GET /api/stations/{stationId}': { path: { stationId: string }; answer: Schemas['StationDetails'] };
  'PUT /api/stations/{stationId}': {
    path: { stationId: string };
    body: Schemas['ChangeStationBody'];
    answer: Schemas['RegisteredStation'];
  };
  'POST /api/stations/{stationId}/doors/{doorId}/handle-checks': {
    path: { stationId: string; doorId: string };
    body: Schemas['HandleCheckBody'];
    answer: Schemas['RegisteredStation'];
  };
  'GET /api/stations/{stationId}/opening-hours': {
    path: { stationId: string };
    query?: {
      /** First local date, included; today when absent */
      from?: string;

      /** Last local date, included; 13 days after the first when absent */
      to?: string;
    };
    answer: Schemas['OpeningHoursView'];
  };
  'PUT /api/stations/{stationId}/opening-hours': {
    path: { stationId: string };
    body: Schemas['ChangeHoursBody'];
    answer: Schemas['HoursSaved'];
  };
  'GET /api/stations/{stationId}/schedule': { path: { stationId: string }; answer: Schemas['ScheduleView'] };
  'GET /api/stations/{stationId}/history': {
    path: { stationId: string };
    query?: {
      /** The last page’s next */
      cursor?: string;
      limit?: number;
    };
    answer: Schemas['AuditPage'];
  };
  'GET /api/audit': {
    query?: {
      /** The last page’s next */
      cursor?: string;
      limit?: number;
      station?: string;

      /** First local date of the station, included */
      from?: string;

      /** Last local date of the station, included */
      to?: string;

      /** What the change was about */
      kind?: 'hours' | 'closures' | 'handles' | 'registry';
    };
    answer: Schemas['AuditPage'];
  };
  'POST /api/stations/{stationId}/opening-hours/preview': {
    path: { stationId: string };
    body: Schemas['PreviewHoursBody'];
    answer: Schemas['PreviewedHours'];
  };
  'POST /api/stations/{stationId}/opening-hours/undo': {
    path: { stationId: string };
    body: Schemas['UndoBody'];
    answer: Schemas['HoursSaved'];
  };
  'DELETE /api/stations/{stationId}/opening-hours/{validFrom}': {
    path: {
      stationId: string;

      /** First day of the version */
      validFrom: string;
    };
    query?: {
      /** Saves in spite of warnings; needs a sign-in of the last 15 minutes */
      confirm?: 'true' | 'false';

      /** The version of the hours that the author has seen; another one answers 409. Required unless If-Match says it */
      expectedVersion?: number;
    };
    answer: Schemas['HoursSaved'];
  };
  'POST /api/stations/{stationId}/exceptions': {
    path: { stationId: string };
    body: Schemas['SetExceptionBody'];
    answer: Schemas['HoursSaved'];
  };
  'DELETE /api/stations/{stationId}/exceptions/{date}': {
    path: { stationId: string; date: string };
    query?: {
      /** Saves in spite of warnings; needs a sign-in of the last 15 minutes */
      confirm?: 'true' | 'false';

      /** The version of the hours that the author has seen; another one answers 409 */
      expectedVersion?: number;
    };
    answer: Schemas['HoursSaved'];
  };
  'POST /api/stations/{stationId}/closures': {
    path: { stationId: string };
    body: Schemas['CloseStationBody'];
    answer: Schemas['Closure'];
  };
  'DELETE /api/stations/{stationId}/closures/{closureId}': {
    path: { stationId: string; closureId: string };
    answer: undefined;
  };
  'GET /api/tonnage': {
    query?: {
      station?: string;

      /** First local date, included; 1 January when absent */
      from?: string;

      /** Last local date, included; today when absent */
      to?: string;

      /** day and week for operators only */
      by?: 'day' | 'week' | 'month' | 'year';
    };
    answer: Schemas['TonnageFigures'];
  };
  'GET /api/tonnage/flows': {
    query: {
      /** One or several; without any, all */
      station?: string[];

      /** First local date, included */
      from: string;

      /** Last local date, included */
      to: string;

      /** What suits the length of the range, when absent */
      by?: 'day' | 'week' | 'month' | 'year';
      split?: 'station' | 'fraction' | 'method' | 'origin';

      /** The period before, or the same dates a year earlier */
      against?: 'before' | 'year';
    };
    answer: Schemas['FlowView'];
  };
  'GET /api/use': {
    query: {
      station?: string;

      /** First local date, included */
      from: string;

      /** Last local date, included */
      to: string;
    };
    answer: Schemas['Use'];
  };
  'GET /api/use/unmet': { query: { station: string; weeks?: number }; answer: Schemas['UnmetDemand'] };
  'GET /api/drop-offs': {
    query?: {
      /** One or several; without any, all */
      station?: string[];
      from?: string;
      to?: string;
      container?: string;
      stream?: 'reuse' | 'recycling' | 'residual' | 'hazardous';
      fraction?: string;
      kind?:
        | 'drop-off'
        | 'take-out'
        | 'emptying'
        | 'collection'
        | 'transfer'
        | 'drift'
        | 'unexplained'
        | 'correction'
        | 'manual'
        | 'import'
        | 'activity';
      quality?: 'ok' | 'uncertain' | 'quarantine';
      method?: 'weighed' | 'estimated';
      origin?: 'household' | 'business';

      /** Only the rows that this figure of /api/tonnage is the sum of */
      figure?: 'grams' | 'uncertainGrams' | 'takenOutGrams' | 'movedOutGrams';

      /** Only the rows that this flow of /api/tonnage/flows is the sum of */
      flow?:
        | 'deliveredToReuseGrams'
        | 'deliveredToRecyclingGrams'
        | 'deliveredAsResidualGrams'
        | 'deliveredAsHazardousGrams'
        | 'takenOutForReuseGrams'
        | 'takenOutOfOthersGrams'
        | 'becameWasteGrams';

      /** The last page’s next */
      cursor?: string;
      limit?: number;
    };
    answer: { items: Schemas['DropOffView'][]; next: string | null };
  };
  'POST /api/drop-offs': { body: Schemas['ManualDropOffBody']; answer: Schemas['StaffEntry'] };
  'GET /api/drop-offs/count': {
    query?: {
      /** One or several; without any, all */
      station?: string[];
      from?: string;
      to?: string;
      container?: string;
      stream?: 'reuse' | 'recycling' | 'residual' | 'hazardous';
      fraction?: string;
      kind?:
        | 'drop-off'
        | 'take-out'
        | 'emptying'
        | 'collection'
        | 'transfer'
        | 'drift'
        | 'unexplained'
        | 'correction'
        | 'manual'
        | 'import'
        | 'activity';
      quality?: 'ok' | 'uncertain' | 'quarantine';
      method?: 'weighed' | 'estimated';
      origin?: 'household' | 'business';

      /** Only the rows that this figure of /api/tonnage is the sum of */
      figure?: 'grams' | 'uncertainGrams' | 'takenOutGrams' | 'movedOutGrams';

      /** Only the rows that this flow of /api/tonnage/flows is the sum of */
      flow?:
        | 'deliveredToReuseGrams'
        | 'deliveredToRecyclingGrams'
        | 'deliveredAsResidualGrams'
        | 'deliveredAsHazardousGrams'
        | 'takenOutForReuseGrams'
        | 'takenOutOfOthersGrams'
        | 'becameWasteGrams';
    };
    answer: { rows: number; grams: number };
  };
  'GET /api/drop-offs/{dropOffId}/weighing': { path: { dropOffId: string }; answer: Schemas['WeighingView'] };
  'GET /api/stations/{stationId}/drop-offs': {
    path: { stationId: string };
    query?: {
      from?: string;
      to?: string;

      /** The last page’s next */
      cursor?: string;
      limit?: number;
      container?: string;
    };
    answer: { items: Schemas['DropOffView'][]; next: string | null };
  };
  'GET /api/visits': {
    query: {
      station: string;

      /** Only older ones */
      before?: string;
      limit?: number;
    };
    answer: Schemas['VisitView'][];
  };
  'GET /api/unlock-attempts': {
    query: {
      station: string;

      /** Only older ones */
      before?: string;
      limit?: number;

      /** The last attempt of the page before: those older than it */
      cursor?: string;
    };
    answer: Schemas['AttemptView'][];
  };
  'GET /api/doors': { query?: { station?: string }; answer: Schemas['DoorView'][] };
  'POST /api/drop-offs/{dropOffId}/corrections': {
    path: { dropOffId: string };
    body: Schemas['CorrectionBody'];
    answer: Schemas['StaffEntry'];
  };
  'POST /api/collections': { body: Schemas['CollectionBody']; answer: Schemas['StaffEntry'] };
  'POST /api/transfers': { body: Schemas['TransferBody']; answer: Schemas['StaffEntry'] };
  'GET /api/devices': { query?: { station?: string }; answer: Schemas['DeviceRegistry'] };
  'GET /api/devices/poison': { query?: { station?: string; limit?: number }; answer: Schemas['PoisonView'][] };
  'POST /api/devices/poison/replay': { body: Schemas['ReplayBody']; answer: Schemas['PoisonReplay'] };
  'POST /api/devices/{deviceId}/keys': { path: { deviceId: string }; answer: Schemas['NewDeviceKey'] };
  'DELETE /api/devices/{deviceId}/keys/{keyId}': { path: { deviceId: string; keyId: string }; answer: undefined };
  'GET /api/devices/{deviceId}/calibrations': { path: { deviceId: string }; answer: Schemas['Calibration'][] };
  'POST /api/devices/{deviceId}/calibrations': {
    path: { deviceId: string };
    body: Schemas['CalibrationBody'];
    answer: Schemas['Calibration'];
  };
  'GET /api/devices/{deviceId}/readings': { path: { deviceId: string }; answer: Schemas['ScaleReading'][] };
  'POST /api/devices/{deviceId}/readings': {
    path: { deviceId: string };
    body: Record<string, unknown>;
    answer: Schemas['UploadReceipt'];
  };
  'GET /api/activities': {
    query?: {
      from?: string;
      to?: string;

      /** The last page’s next */
      cursor?: string;
      limit?: number;

      /** All stations when absent */
      station?: string;
    };
    answer: { items: Schemas['ActivityView'][]; next: string | null };
  };
  'POST /api/activities': {
    query: { station: string };
    body: Schemas['ActivityBody'];
    answer: Schemas['ActivityView'];
  };
  'POST /api/activities/{activityId}/corrections': {
    path: { activityId: string };
    query: { station: string };
    body: Schemas['ActivityCorrectionBody'];
    answer: Schemas['ActivityView'];
  };
  'POST /api/activities/{activityId}/cancellation': {
    path: { activityId: string };
    query: { station: string };
    body: Schemas['CancellationBody'];
    answer: Schemas['ActivityView'];
  };
  'GET /api/alerts': {
    query?: {
      station?: string;

      /** true: only those that stand */
      standing?: 'true' | 'false';

      /** Only older ones, by when they were raised */
      before?: string;
      limit?: number;
    };
    answer: Schemas['Alert'][];
  };
  'GET /api/events': {
    query?: {
      /** One or several; without any, all */
      station?: string[];
    };
    answer: undefined;
  };
  'GET /api/exports/drop-offs': {
    query?: {
      /** One or several; without any, all */
      station?: string[];
      from?: string;
      to?: string;
      container?: string;
      stream?: 'reuse' | 'recycling' | 'residual' | 'hazardous';
      fraction?: string;
      kind?:
        | 'drop-off'
        | 'take-out'
        | 'emptying'
        | 'collection'
        | 'transfer'
        | 'drift'
        | 'unexplained'
        | 'correction'
        | 'manual'
        | 'import'
        | 'activity';
      quality?: 'ok' | 'uncertain' | 'quarantine';
      method?: 'weighed' | 'estimated';
      origin?: 'household' | 'business';

      /** Only the rows that this figure of /api/tonnage is the sum of */
      figure?: 'grams' | 'uncertainGrams' | 'takenOutGrams' | 'movedOutGrams';

      /** Only the rows that this flow of /api/tonnage/flows is the sum of */
      flow?:
        | 'deliveredToReuseGrams'
        | 'deliveredToRecyclingGrams'
        | 'deliveredAsResidualGrams'
        | 'deliveredAsHazardousGrams'
        | 'takenOutForReuseGrams'
        | 'takenOutOfOthersGrams'
        | 'becameWasteGrams';

      /** csv-nb: Norwegian Excel; csv: RFC 4180; html: a page to print */
      format?: 'csv-nb' | 'csv' | 'xlsx' | 'json' | 'html';
    };
    answer: unknown;
  };
  'GET /api/exports/flows': {
    query: {
      /** One or several; without any, all */
      station?: string[];

      /** First local date, included */
      from: string;

      /** Last local date, included */
      to: string;

      /** What suits the length of the range, when absent */
      by?: 'day' | 'week' | 'month' | 'year';
      split?: 'station' | 'fraction' | 'method' | 'origin';

      /** The period before, or the same dates a year earlier */
      against?: 'before' | 'year';

      /** csv-nb: Norwegian Excel; csv: RFC 4180; html: a page to print */
      format?: 'csv-nb' | 'csv' | 'xlsx' | 'json' | 'html';
    };
    answer: unknown;
  };
  'GET /api/exports/activities': {
    query?: {
      /** All stations when absent */
      station?: string;
      from?: string;
      to?: string;

      /** csv-nb: Norwegian Excel; csv: RFC 4180; html: a page to print */
      format?: 'csv-nb' | 'csv' | 'xlsx' | 'json' | 'html';
    };
    answer: unknown;
  };
  'GET /api/exports/tonnage': {
    query: {
      /** All stations when absent */
      station?: string;

      /** First local date, included */
      from: string;

      /** Last local date, included */
      to: string;

      /** csv-nb: Norwegian Excel; csv: RFC 4180; html: a page to print */
      format?: 'csv-nb' | 'csv' | 'xlsx' | 'json' | 'html';
      by?: 'day' | 'week' | 'month' | 'year';
    };
    answer: unknown;
  };
  'GET /api/exports/effect': {
    query: {
      /** All stations when absent */
      station?: string;

      /** First local date, included */
      from: string;

      /** Last local date, included */
      to: string;

      /** csv-nb: Norwegian Excel; csv: RFC 4180; html: a page to print */
      format?: 'csv-nb' | 'csv' | 'xlsx' | 'json' | 'html';
    };
    answer: unknown;
  };
  'GET /api/exports/years/{year}': {
    path: { year: number };
    query?: {
      /** All stations when absent */
      station?: string;

      /** csv-nb: Norwegian Excel; csv: RFC 4180; html: a page to print */
      format?: 'csv-nb' | 'csv' | 'xlsx' | 'json' | 'html';
    };
    answer: unknown;
  };
  'GET /api/history/template': { answer: undefined };
  'POST /api/history/import': {
    query: {
      station: string;

      /** Rows of the same source are booked once */
      source: string;
      reason: string;

      /** true: tells every fault, books nothing */
      dryRun?: 'true' | 'false';
    };
    answer: Schemas['HistoryImport'];
  };
  'GET /api/reports/effect': {
    query: {
      /** All stations when absent */
      station?: string;

      /** First local date, included */
      from: string;

      /** Last local date, included */
      to: string;
    };
    answer: Schemas['EffectReport'];
  };
  'GET /api/reports/years/{year}': {
    path: { year: number };
    query?: {
      /** All stations when absent */
      station?: string;
    };
    answer: Schemas['YearReport'];
  };
  'POST /api/reports/years/{year}/sent': {
    path: { year: number };
    query?: {
      /** All stations when absent */
      station?: string;
    };
    body: Schemas['SendReportBody'];
    answer: Schemas['SentReportView'];
  };
  'GET /api/reports/sent': {
    query?: {
      /** All stations when absent */
      station?: string;
    };
    answer: Schemas['SentReport'][];
  };
  'GET /api/reports/sent/{reportId}': {
    path: { reportId: string };
    query?: {
      /** All stations when absent */
      station?: string;
    };
    answer: Schemas['SentReportView'];
  };
  'GET /api/today': {
    query?: {
      /** All stations when absent */
      station?: string;
    };
    answer: Schemas['StationDay'][];
  };
  'GET /api/people': {
    query?: {
      /** Everyone when absent */
      station?: string;
    };
    answer: Schemas['PeopleView'];
  };
}
