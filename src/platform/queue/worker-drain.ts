import { WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** Longest wait for running jobs; those that need longer are taken up again by the next process. */
const DRAIN_MS = 8_000;

/** Ends the workers before the connections that they stand on. */
@Injectable()
export class WorkerDrain implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Queue');

  constructor(private readonly discovery: DiscoveryService) {}

  async beforeApplicationShutdown(): Promise<void> {
    const hosts = this.discovery
      .getProviders()
      .map(({ instance }) => instance as unknown)
      .filter((instance): instance is WorkerHost => instance instanceof WorkerHost);
    await Promise.all(hosts.map((host) => this.drain(host)));
  }

  private async drain({ worker }: WorkerHost): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), DRAIN_MS);
    });
    const outcome = await Promise.race([worker.close(), late]);
    clearTimeout(timer);
    if (outcome !== 'late') return;
    this.logger.warn(
      `${worker.name} has not come to rest in ${DRAIN_MS} ms; its jobs are left to the next process`,
    );
    // Closing has begun and cannot be forced any more (a Redis that has gone away is waited for without end), and
    // Nest would wait for the same promise again.
    worker.closing = Promise.resolve();
    void worker.disconnect().catch(() => undefined);
  }
}
