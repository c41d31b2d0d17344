/** Scheme, host and port as people see the portal. */
export class PublicAddress {
  constructor(readonly url: string) {}
}
