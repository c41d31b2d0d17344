/** How a fact came to its reader; the second argument of a consumer's handler (`@Ctx()`). */
export class Delivery {
  constructor(
    readonly id: string,
    readonly type: string,
    /** When its owner committed it. */
    readonly time: Date,
    readonly stationId: string,
    /** 1 at the first delivery. */
    readonly deliveryCount: number,
  ) {}
}

/** Thrown by a consumer when trying again cannot help: the event goes to the dead letters at once. */
export class PermanentFailure extends Error {}
