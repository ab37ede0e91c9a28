import { SetMetadata } from '@nestjs/common';

export const DOMAIN_EVENT_HANDLER = 'kyro:domain-event';

/**
 * Marks a provider's method as listener of one event type. It gets the event as plain JSON, at least once, so it
 * must be idempotent (by `eventId` or by state); when it throws, the event is delivered again later with backoff.
 */
export const OnDomainEvent = (type: string) => SetMetadata(DOMAIN_EVENT_HANDLER, type);
