export { EmbeddedPostgresError } from './embedded-postgres.errors.js';
export {
  EmbeddedPostgres,
  type EmbeddedPostgresHandle,
  type EmbeddedPostgresLogger,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.js';
