import { Group, Select, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { useUser } from '../../api/session.js';
import { type Workspace, workspacesQuery } from '../../api/workspace.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { AnchorLink } from '../../components/links.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { membersQuery, refreshMembers } from './members.query.js';

/** Makes another member the owner. */
export function Transfer({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('workspace');
  const user = useUser();
  const members = useInfiniteQuery(membersQuery(workspace.id));
  const [userId, setUserId] = useState<string | null>(null);
  const others = (members.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((member) => member.userId !== user.id && !member.suspended);
  const chosen = others.find((member) => member.userId === userId);
  return (
    <Section title={t('transfer.title')} description={t('transfer.text')}>
      <ProblemAlert error={members.error} onRetry={() => void members.refetch()} />
      {members.data && others.length === 0 ? (
        <Text size="sm">
          {t('transfer.nobody')} <AnchorLink to="/workspace/members">{t('transfer.invite')}</AnchorLink>
        </Text>
      ) : (
        <Group align="flex-end">
          <Select
            searchable
            flex="1 1 240px"
            label={t('transfer.to')}
            placeholder={t('transfer.choose')}
            data={others.map((member) => ({
              value: member.userId,
              label: `${member.name} (${member.email})`,
            }))}
            value={userId}
            onChange={setUserId}
          />
          <ConfirmButton
            disabled={!chosen}
            title={t('transfer.confirm', { name: workspace.name })}
            explanation={t('transfer.explanation', { person: chosen?.name })}
            onConfirm={async () => {
              if (!chosen) return;
              await ok(
                api.POST('/api/v1/workspaces/{workspaceId}/transfer', {
                  params: { path: { workspaceId: workspace.id } },
                  body: { userId: chosen.userId },
                }),
              );
              notifications.show({ message: t('transfer.done', { person: chosen.name }) });
              await Promise.all([
                queryClient.invalidateQueries(workspacesQuery),
                refreshMembers(workspace.id),
              ]);
            }}
          >
            {t('transfer.action')}
          </ConfirmButton>
        </Group>
      )}
    </Section>
  );
}
