import { getQueueToken } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bullmq';

/** A job carries ids only. `id` is deterministic, so that adding it twice while it waits or runs adds it once. */
export interface NewJob {
  name: string;
  id: string;
  data: Record<string, string | number>;
  /** Milliseconds before it may start. */
  delay?: number;
  /** Lower starts first; 0 is first. */
  priority?: number;
}

/** How application code hands work to the background, by the queue's name. */
@Injectable()
export class JobQueues {
  constructor(private readonly modules: ModuleRef) {}

  /** Adds the jobs in one round trip; those whose id is already there are left as they are. */
  async add(queue: string, jobs: NewJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.queue(queue).addBulk(
      jobs.map(({ name, id, data, delay, priority }) => ({
        name,
        data,
        opts: { jobId: id, delay, priority },
      })),
    );
  }

  /** Takes a job out that has not started; does nothing when there is none. */
  async remove(queue: string, jobId: string): Promise<void> {
    await this.queue(queue).remove(jobId);
  }

  /** Jobs that wait, run, or are due later. */
  countOpen(queue: string): Promise<number> {
    return this.queue(queue).getJobCountByTypes('waiting', 'prioritized', 'active', 'delayed');
  }

  /** Those of the jobs that have used up their attempts: they keep their ids, so that adding them again does nothing. */
  async failed(queue: string, jobIds: string[]): Promise<Set<string>> {
    const states = await Promise.all(jobIds.map((id) => this.queue(queue).getJobState(id)));
    return new Set(jobIds.filter((_, i) => states[i] === 'failed'));
  }

  private queue(name: string): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }
}
