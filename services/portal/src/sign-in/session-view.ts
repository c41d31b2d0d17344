export interface SessionView {
  signedIn: boolean;
  name: string | null;
  roles: string[];
  /** Ids of stations, or `*` for all. */
  stations: string[];
  /** When the password was last asked for; null where nobody knows. */
  signedInAt: string | null;
  /** For `X-CSRF-Token`; null without a session cookie. */
  csrfToken: string | null;
}
