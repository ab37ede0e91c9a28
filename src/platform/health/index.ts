export { endSilentConnections } from './end-silent-connections.js';
export { HealthModule } from './health.module.js';
export { leaveConnections } from './leave-connections.middleware.js';
export { Lifecycle } from './lifecycle.js';
