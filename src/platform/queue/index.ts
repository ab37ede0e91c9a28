export { JobQueues, type NewJob } from './job-queues.js';
export { QueueModule } from './queue.module.js';
export { workerOptions } from './worker-options.js';
