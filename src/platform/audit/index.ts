export { AuditModule } from './audit.module.js';
export { type AuditRecord, AuditTrail } from './audit-trail.js';
