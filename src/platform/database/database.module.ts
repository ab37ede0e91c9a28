import { Global, type OnApplicationShutdown, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { AppConfig } from '../config/index.js';
import { dataSourceOptions } from './data-source-options.js';
import { Database } from './database.js';
import { PostgresTransactionRunner, TransactionRunner } from './transaction-runner.js';

@Global()
@Module({
  providers: [
    {
      provide: DataSource,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => {
        if (!config.databaseUrl) throw new Error('start the embedded PostgreSQL before the application');
        return new DataSource(dataSourceOptions(config.databaseUrl, config.databasePoolSize)).initialize();
      },
    },
    { provide: Database, inject: [DataSource], useFactory: (source: DataSource) => new Database(source) },
    { provide: TransactionRunner, useClass: PostgresTransactionRunner },
  ],
  exports: [DataSource, Database, TransactionRunner],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly dataSource: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
