import { setTimeout as delay } from 'node:timers/promises';

import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type Job, UnrecoverableError } from 'bullmq';

import { AppConfig, ConfigModule } from '../../src/platform/config/index.js';
import { LimitsModule } from '../../src/platform/http/limits/index.js';
import { JobQueues, QueueModule, workerOptions } from '../../src/platform/queue/index.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { waitFor } from '../support/wait-for.js';

const done: string[] = [];

@Processor('probe', { ...workerOptions, concurrency: 4 })
class ProbeProcessor extends WorkerHost {
  async process(job: Job<{ value: string }>): Promise<void> {
    if (job.data.value === 'poison') throw new UnrecoverableError('cannot be done');
    if (job.data.value === 'shaky' && job.attemptsMade === 0) throw new Error('not yet');
    done.push(job.data.value);
  }
}

@Module({ imports: QueueModule.register('probe'), providers: [ProbeProcessor] })
class ProbeModule {}

/** The contract that both backends keep; nothing in it knows which one it is. */
function behavesLikeAQueue(config: () => AppConfig): void {
  it('runs jobs once by their id, retries the shaky one and keeps the failed one', async () => {
    done.length = 0;
    const module = await Test.createTestingModule({
      imports: [ConfigModule.with(config()), LimitsModule, QueueModule, ProbeModule],
    }).compile();
    const app = await module.createNestApplication({ logger: false }).init();
    try {
      const queues = app.get(JobQueues);
      const jobs = ['a', 'b', 'shaky', 'poison'].map((value) => ({
        name: 'try',
        id: `probe-${value}`,
        data: { value },
      }));
      const late = { name: 'try', id: 'probe-late', data: { value: 'late' }, delay: 60_000 };
      await queues.add('probe', [late, ...jobs, late]);
      await queues.add('probe', [late]);
      await waitFor('three done', () => done.length === 3);
      expect([...done].sort()).toEqual(['a', 'b', 'shaky']);
      const { queue } = queues as unknown as { queue(name: string): import('bullmq').Queue };
      const probe = queue.call(queues, 'probe');
      await waitFor('the failed job to be kept', async () => (await probe.getFailedCount()) === 1);
      expect(await probe.getDelayedCount()).toBe(1);
      await queues.remove('probe', 'probe-late');
      expect(await probe.getDelayedCount()).toBe(0);
    } finally {
      await app.close();
    }
  });
}

describe('job queue', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await createTestDatabase()));
  afterAll(() => database.drop());

  const load = (env: NodeJS.ProcessEnv) =>
    AppConfig.load({ DATA_DIR: '/tmp', DATABASE_URL: database.url, ...env });

  describe('on PostgreSQL', () => behavesLikeAQueue(() => load({})));

  describe('on Redis', () => {
    let redis: TestRedis | null;
    beforeAll(async () => (redis = await startRedis()));
    afterAll(() => redis?.stop());

    // Without a Redis server, startRedis has said so on the console and the same contract runs on PostgreSQL.
    behavesLikeAQueue(() => load(redis ? { REDIS_URL: redis.url } : {}));

    it('ends although its Redis has gone away', async () => {
      if (!redis) return;
      const own = (await startRedis())!;
      const module = await Test.createTestingModule({
        imports: [ConfigModule.with(load({ REDIS_URL: own.url })), LimitsModule, QueueModule, ProbeModule],
      }).compile();
      const app = await module.createNestApplication({ logger: false }).init();
      await app.get(JobQueues).add('probe', [{ name: 'try', id: 'probe-last', data: { value: 'last' } }]);
      await own.stop();
      // Less than the deadline of a stop, after which the process is cut off.
      await expect(within(15_000, app.close())).resolves.toBeUndefined();
      // The process would end here; its timer would keep jest waiting.
      const { worker } = app.get(ProbeProcessor);
      await (worker as unknown as { lockManager: { close(): Promise<void> } }).lockManager.close();
    });
  });
});

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    delay(ms, undefined, { ref: false }).then(() => {
      throw new Error(`not done after ${ms} ms`);
    }),
  ]);
}
