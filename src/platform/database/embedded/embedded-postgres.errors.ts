/** Why the embedded PostgreSQL could not be used; `message` is a sentence for the operator and goes to the console as it is. */
export class EmbeddedPostgresError extends Error {
  constructor(
    readonly code:
      | 'unsupported_platform'
      | 'binaries_missing'
      | 'no_system_user'
      | 'data_dir_in_use'
      | 'data_dir_unreachable'
      | 'wrong_owner'
      | 'wrong_version'
      | 'initdb_failed'
      | 'old_server_running'
      | 'start_failed',
    message: string,
  ) {
    super(message);
    this.name = 'EmbeddedPostgresError';
  }
}
