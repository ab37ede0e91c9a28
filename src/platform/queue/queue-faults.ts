import { WorkerHost } from '@nestjs/bullmq';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Queue, type Worker } from 'bullmq';

/** Queues and workers that share a connection lose it together: one line tells it, not one each. */
const QUIET_MS = 5_000;

/** Tells the log what queues and workers complain of; without a listener BullMQ prints each with its stack. */
@Injectable()
export class QueueFaults implements OnApplicationBootstrap {
  private readonly logger = new Logger('Queue');
  private readonly told = new Map<string, number>();

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders()) {
      const source: unknown = instance;
      if (source instanceof Queue) this.listen(source);
      if (source instanceof WorkerHost) this.listen(source.worker as Worker);
    }
  }

  private listen(source: Queue | Worker): void {
    // Either is one; their own types of `on` cannot be called together.
    const emitter: NodeJS.EventEmitter = source;
    emitter.on('error', (error: Error) => this.tell(source.name, error.message));
  }

  private tell(queue: string, message: string): void {
    const now = Date.now();
    if (now - (this.told.get(message) ?? 0) < QUIET_MS) return;
    if (this.told.size > 100) this.told.clear();
    this.told.set(message, now);
    this.logger.warn(`${queue}: ${message}`);
  }
}
