import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { EventHandlers } from './event-handlers.js';
import { OutboxRelay } from './outbox-relay.js';
import { Outbox } from './outbox.js';

@Global()
@Module({ imports: [DiscoveryModule], providers: [EventHandlers, OutboxRelay, Outbox], exports: [Outbox] })
export class EventsModule {}
