/** Which service this is, and where NATS is. */
export class MessagingOptions {
  constructor(
    readonly service: string,
    readonly natsUrl: string,
  ) {}
}
