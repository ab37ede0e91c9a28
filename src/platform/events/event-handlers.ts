import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

import { DOMAIN_EVENT_HANDLER } from './on-domain-event.decorator.js';

export type EventHandler = (event: unknown) => Promise<void> | void;

/** Finds every method marked with `@OnDomainEvent`. */
@Injectable()
export class EventHandlers implements OnModuleInit {
  private readonly byType = new Map<string, EventHandler[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!instance || !metatype || typeof instance !== 'object') continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
      if (!prototype) continue;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const handler = prototype[method];
        if (typeof handler !== 'function') continue;
        const type = Reflect.getMetadata(DOMAIN_EVENT_HANDLER, handler) as string | undefined;
        if (type) this.byType.set(type, [...this.of(type), handler.bind(instance) as EventHandler]);
      }
    }
  }

  of(type: string): EventHandler[] {
    return this.byType.get(type) ?? [];
  }
}
