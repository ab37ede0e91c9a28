export { EventsModule } from './events.module.js';
export { OnDomainEvent } from './on-domain-event.decorator.js';
export { Outbox } from './outbox.js';
