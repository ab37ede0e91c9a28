import type { TFunction } from 'i18next';

import type { AuditEvent } from './audit-filter.js';

type Texts = TFunction<['workspace', 'common']>;

/** In words; a code that this console does not know yet stays a code. */
export function actionName(t: Texts, action: string): string {
  return t(`workspace:auditAction.${action}`, { defaultValue: action });
}

export function actorName(t: Texts, { actor }: AuditEvent): string {
  if (!actor.name) return t(`workspace:auditActor.${actor.kind}`, { defaultValue: actor.kind });
  return actor.kind === 'api_key' ? t('workspace:audit.byKey', { name: actor.name }) : actor.name;
}
