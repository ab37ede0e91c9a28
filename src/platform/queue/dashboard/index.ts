export { dashboardMessages } from './dashboard.messages.js';
export { DASHBOARD_SESSION_SECONDS, DashboardAccess } from './dashboard-access.port.js';
export { DASHBOARD_ROUTE, DashboardGate } from './dashboard.gate.js';
export { DashboardModule } from './dashboard.module.js';
