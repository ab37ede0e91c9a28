export { DASHBOARD_SESSION_SECONDS, DashboardAccess, dashboardMessages } from './dashboard/index.js';
export { JobQueues, type NewJob } from './job-queues.js';
export { QueueModule } from './queue.module.js';
export { workerOptions } from './worker-options.js';
