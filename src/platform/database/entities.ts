import type { MixedList } from 'typeorm';

import { OutboxEventEntity } from '../events/outbox-event.entity.js';

/** Every entity of the product; listed, since globs do not survive bundling and hide what exists. */
export const entities: MixedList<new () => object> = [OutboxEventEntity];
