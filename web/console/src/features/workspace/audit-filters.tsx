import { Button, Group, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { DayRange } from '../../components/day-range.js';
import { AUDIT_ACTIONS } from './audit-actions.js';
import type { AuditFilter } from './audit-filter.js';
import { membersQuery } from './members.query.js';

export function AuditFilters({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation(['workspace', 'common']);
  const filter = useSearch({ from: '/console/workspace/audit-log' });
  const navigate = useNavigate();
  const members = useInfiniteQuery(membersQuery(workspaceId));
  const people = (members.data?.pages ?? [])
    .flatMap((page) => page.items)
    .map(({ userId, name }) => ({ value: userId, label: name }));
  const set = (change: Partial<AuditFilter>) =>
    void navigate({ to: '/workspace/audit-log', search: { ...filter, ...change }, replace: true });
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <Group align="flex-end" gap="sm" role="search" aria-label={t('audit.filters')}>
      <Select
        searchable
        clearable
        flex="1 1 200px"
        label={t('audit.action')}
        placeholder={t('audit.any')}
        data={Object.entries(AUDIT_ACTIONS).map(([group, names]) => ({
          group: t(`auditGroup.${group}`),
          items: names.map((name) => ({
            value: `${group}.${name}`,
            label: t(`auditAction.${group}.${name}`),
          })),
        }))}
        value={filter.action ?? null}
        onChange={(action) => set({ action: action ?? undefined })}
      />
      <Select
        searchable
        clearable
        flex="1 1 160px"
        label={t('audit.actor')}
        placeholder={t('audit.anybody')}
        data={people}
        value={filter.actor ?? null}
        onChange={(actor) => set({ actor: actor ?? undefined })}
      />
      <Select
        clearable
        flex="1 1 130px"
        label={t('audit.result')}
        placeholder={t('audit.any')}
        data={(['success', 'failure'] as const).map((value) => ({ value, label: t(`audit.${value}`) }))}
        value={filter.result ?? null}
        onChange={(result) => set({ result: result ?? undefined })}
      />
      <DayRange from={filter.from} to={filter.to} onChange={set} />
      {filtered && (
        <Button
          variant="subtle"
          onClick={() => void navigate({ to: '/workspace/audit-log', search: {}, replace: true })}
        >
          {t('common:days.clear')}
        </Button>
      )}
    </Group>
  );
}
