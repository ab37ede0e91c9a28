import type { AuditRecord } from '../../platform/audit/index.js';
import type { Document } from '../domain/document.js';

/** How the audit log names what was done to a document. */
export function auditOf(action: string, { id, workspaceId, botId, title, kind }: Document): AuditRecord {
  return {
    action,
    workspaceId,
    target: { type: 'document', id, name: title },
    detail: { botId, kind },
  };
}
