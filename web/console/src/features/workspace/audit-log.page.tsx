import { Stack } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { AuditEvents } from './audit-events.js';
import { AuditExport } from './audit-export.js';
import { AuditFilters } from './audit-filters.js';

/** Who did what in the workspace, and what was refused. */
export function AuditLogPage() {
  const { t } = useTranslation('workspace');
  const { current } = useWorkspaces();
  if (!mayAct(current.role, 'admin')) {
    return (
      <>
        <PageHeader title={t('audit.title')} />
        <EmptyState icon={IconLock} title={t('forbidden.title')}>
          {t('forbidden.audit')}
        </EmptyState>
      </>
    );
  }
  return (
    <Stack gap={0} maw={1120}>
      <PageHeader
        title={t('audit.title')}
        description={t('audit.text')}
        actions={<AuditExport workspaceId={current.id} />}
      />
      <Stack>
        <AuditFilters workspaceId={current.id} />
        <AuditEvents workspaceId={current.id} />
      </Stack>
    </Stack>
  );
}
