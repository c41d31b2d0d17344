/** What of the configuration others than the main module need. */
export class DropoffsOptions {
  constructor(
    readonly mqttUrl: string,
    readonly mqttProtocol: 4 | 5,
    readonly rawRetentionDays: number,
  ) {}
}
