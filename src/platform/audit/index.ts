export { AuditModule } from './audit.module.js';
export { exported, EXPORT_FORMATS, type ExportFormat } from './audit-export.js';
export { type AuditEvent, type AuditFilter, auditList, AuditLog, type AuditScope } from './audit-log.js';
export { AuditPurge } from './audit-purge.js';
export { type AuditRecord, AuditTrail } from './audit-trail.js';
export { DeniedAttempts } from './denied-attempts.middleware.js';
