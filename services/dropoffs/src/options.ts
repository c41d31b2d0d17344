/** What of the configuration the listener needs. */
export class DropoffsOptions {
  constructor(
    readonly mqttUrl: string,
    readonly mqttProtocol: 4 | 5,
  ) {}
}
