import { Injectable, Logger, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { createPostgresBackend, Queue, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import { Pool } from 'pg';

import { AppConfig } from '../config/index.js';

/** PostgreSQL schema that BullMQ keeps to itself. */
const SCHEMA = 'bullmq';
/** Longest wait before another try to reach Redis. */
const REDIS_RETRY_MS = 5_000;
const REDIS_CONNECT_MS = 5_000;

/**
 * What all queues and workers of this process share: one pool on PostgreSQL, or the address of Redis when REDIS_URL
 * is set. The rest of the code does not know which it is.
 */
@Injectable()
export class QueueConnection implements OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Queue');
  private pool?: Pool;
  private stopping = false;

  constructor(private readonly config: AppConfig) {}

  async connect(): Promise<ConnectionOptions> {
    if (this.config.redisUrl) {
      setDefaultBackendFactory();
      return {
        url: this.config.redisUrl,
        maxRetriesPerRequest: null,
        connectTimeout: REDIS_CONNECT_MS,
        // A Redis that is gone at the end is not waited for: BullMQ's own goodbye would have no end.
        retryStrategy: (times) => (this.stopping ? null : Math.min(times * 500, REDIS_RETRY_MS)),
      };
    }
    setDefaultBackendFactory(createPostgresBackend as never);
    await this.migrate();
    this.pool = new Pool({
      connectionString: this.config.databaseUrl,
      max: this.config.databasePoolSize,
      application_name: 'kyrochat-queue',
      // Jobs can be lost with the server's last instant: rows are the truth, and a reconciler enqueues them again.
      options: `-c search_path=${SCHEMA} -c synchronous_commit=off`,
    });
    this.pool.setMaxListeners(100);
    this.pool.on('error', (error) => this.logger.warn(`idle connection lost: ${error.message}`));
    return this.pool;
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.end();
  }

  /** BullMQ makes its tables only for a connection that it owns, so one short-lived queue does it. */
  private async migrate(): Promise<void> {
    const connection = { connectionString: this.config.databaseUrl, schema: SCHEMA, max: 2, migrate: true };
    const queue = new Queue('migrate', { connection: connection });
    queue.on('error', (error) => this.logger.warn(error.message));
    await queue.waitUntilReady();
    await queue.close();
  }
}
