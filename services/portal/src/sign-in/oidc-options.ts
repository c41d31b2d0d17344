import { type OidcConfig } from '../config';

/** How the portal knows its provider, and where the provider sends browsers back to. */
export class OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly audience: string;
  readonly rolesClaim: string;

  constructor(
    oidc: OidcConfig,
    readonly redirectUri: string,
  ) {
    this.issuer = oidc.issuer;
    this.clientId = oidc.clientId;
    this.clientSecret = oidc.clientSecret;
    this.audience = oidc.audience;
    this.rolesClaim = oidc.rolesClaim;
  }
}
