import { Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { signedOut } from '../../api/session.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { Loading } from '../../components/loading.js';
import { ListProblem, More } from '../../components/more.js';
import { PageHeader } from '../../components/page-header.js';
import { RowList } from '../../components/row-list.js';
import { SessionRow } from './session-row.js';
import { refreshSessions, sessionsQuery } from './sessions.query.js';

/** Where the person is signed in. */
export function SessionsPage() {
  const { t } = useTranslation(['account', 'common']);
  const sessions = useInfiniteQuery(sessionsQuery);
  const items = sessions.data?.pages.flatMap((page) => page.items) ?? [];
  // This one first: it is the one that people look for.
  const ordered = [...items.filter((item) => item.current), ...items.filter((item) => !item.current)];
  return (
    <>
      <PageHeader title={t('sessions.title')} description={t('sessions.text')} />
      <Stack>
        {sessions.isPending && <Loading />}
        <ListProblem pages={sessions} />
        {ordered.length > 0 && (
          <RowList label={t('sessions.title')}>
            {ordered.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </RowList>
        )}
        <More pages={sessions} />
        {sessions.data && <SignOutEverywhere alone={items.length < 2} />}
      </Stack>
    </>
  );
}

function SignOutEverywhere({ alone }: { alone: boolean }) {
  const { t } = useTranslation('account');
  const revoke = (keepCurrent: boolean) =>
    ok(api.DELETE('/api/v1/auth/sessions', { params: { query: { keepCurrent } } }));
  return (
    <Group justify="flex-end">
      {!alone && (
        <ConfirmButton
          variant="default"
          title={t('sessions.othersTitle')}
          explanation={t('sessions.othersText')}
          onConfirm={async () => {
            await revoke(true);
            notifications.show({ message: t('sessions.othersDone') });
            await refreshSessions();
          }}
        >
          {t('sessions.others')}
        </ConfirmButton>
      )}
      <ConfirmButton
        title={t('sessions.allTitle')}
        explanation={t('sessions.allText')}
        onConfirm={async () => {
          await revoke(false);
          signedOut();
          queryClient.clear();
        }}
      >
        {t('sessions.all')}
      </ConfirmButton>
    </Group>
  );
}
