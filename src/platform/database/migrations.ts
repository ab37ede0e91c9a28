import { CreateOutbox1763600000000 } from '../events/migrations/1763600000000-create-outbox.migration.js';

/** Every migration, oldest first. */
export const migrations = [CreateOutbox1763600000000];
