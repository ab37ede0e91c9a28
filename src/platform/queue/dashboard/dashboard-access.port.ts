/** Port: who may see the job queues. Fulfilled by `auth`; without it the dashboard stays closed. */
export abstract class DashboardAccess {
  /**
   * Opens a session for the dashboard and returns its token. Throws `auth.invalid_credentials` (unauthenticated),
   * `auth.second_factor_required` and `auth.second_factor_invalid` (unauthenticated) where the account has one,
   * `auth.second_factor_limited` (rate_limited), and `access.forbidden` (forbidden) for a user who is no platform
   * administrator.
   */
  abstract signIn(
    credentials: { email: string; password: string; totp?: string },
    client: { userAgent: string; ip: string },
  ): Promise<string>;
  /** Whether the token stands for a live session of a platform administrator. */
  abstract admits(token: string): Promise<boolean>;
  /** Ends the session of a token; a token that is no good is fine. */
  abstract signOut(token: string): Promise<void>;
}

/** Seconds for which a sign-in to the dashboard is good. */
export const DASHBOARD_SESSION_SECONDS = 3_600;
