import { BullBoardModule } from '@bull-board/nestjs';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { DASHBOARD_ROUTE, DashboardGate, DashboardModule } from './dashboard/index.js';
import { JobQueues } from './job-queues.js';
import { QueueConnection } from './queue-connection.js';
import { QueueFaults } from './queue-faults.js';
import { WorkerDrain } from './worker-drain.js';

@Module({ providers: [QueueConnection], exports: [QueueConnection] })
class QueueConnectionModule {}

@Global()
@Module({
  imports: [
    DiscoveryModule,
    BullModule.forRootAsync({
      imports: [QueueConnectionModule],
      inject: [QueueConnection],
      useFactory: async (connection: QueueConnection) => ({
        connection: await connection.connect(),
        defaultJobOptions: {
          attempts: 5,
          backoff: { type: 'exponential', delay: 1_000, jitter: 0.3 },
          removeOnComplete: true,
          // Failed jobs stay to be seen on the dashboard.
          removeOnFail: { age: 14 * 24 * 3600, count: 5_000 },
        },
      }),
    }),
    BullBoardModule.forRootAsync({
      imports: [DashboardModule],
      inject: [DashboardGate],
      useFactory: (gate: DashboardGate) => ({
        route: DASHBOARD_ROUTE,
        adapter: ExpressAdapter,
        middleware: gate.handle.bind(gate),
        boardOptions: {
          uiConfig: {
            boardTitle: 'KyroChat',
            miscLinks: [{ text: 'Sign out', url: `${DASHBOARD_ROUTE}/logout` }],
          },
        },
      }),
    }),
  ],
  providers: [JobQueues, QueueFaults, WorkerDrain],
  exports: [JobQueues],
})
export class QueueModule {
  /** Makes a queue known to `JobQueues`, to its `@Processor` and to the dashboard. */
  static register(name: string): DynamicModule[] {
    return [BullModule.registerQueue({ name }), BullBoardModule.forFeature({ name, adapter: BullMQAdapter })];
  }
}
