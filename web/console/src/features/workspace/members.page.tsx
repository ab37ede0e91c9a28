import { Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { mayAct, useWorkspaces } from '../../api/workspace.js';
import { Loading } from '../../components/loading.js';
import { ListProblem, More } from '../../components/more.js';
import { PageHeader } from '../../components/page-header.js';
import { Invitations } from './invitations.js';
import { MemberRow } from './member-row.js';
import { membersQuery } from './members.query.js';
import { RowList } from '../../components/row-list.js';

export function MembersPage() {
  const { t } = useTranslation(['workspace', 'common']);
  const { current } = useWorkspaces();
  const members = useInfiniteQuery(membersQuery(current.id));
  const items = members.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap={0} maw={960}>
      <PageHeader title={t('members.title')} description={t('members.text', { name: current.name })} />
      <Stack gap="lg">
        {mayAct(current.role, 'admin') && <Invitations key={current.id} workspaceId={current.id} />}
        {members.isPending && <Loading />}
        <ListProblem pages={members} />
        {items.length > 0 && (
          <RowList label={t('members.title')}>
            {items.map((member) => (
              <MemberRow key={member.userId} member={member} workspace={current} />
            ))}
          </RowList>
        )}
        <More pages={members} />
      </Stack>
    </Stack>
  );
}
