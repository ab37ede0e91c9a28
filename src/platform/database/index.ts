export { Database, type QueryOptions } from './database.js';
export { DatabaseModule } from './database.module.js';
export { runMigrations } from './run-migrations.js';
export { TransactionRunner } from './transaction-runner.js';
