import { Button, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconLock, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { mayAct, useWorkspaces, type Workspace } from '../../api/workspace.js';
import { EmptyState } from '../../components/empty-state.js';
import { Loading } from '../../components/loading.js';
import { ListProblem, More } from '../../components/more.js';
import { PageHeader } from '../../components/page-header.js';
import { ApiKeyRow } from './api-key-row.js';
import { apiKeysQuery, type IssuedApiKey, refreshApiKeys } from './api-keys.query.js';
import { IssuedKey } from './issued-key.js';
import { membersQuery } from './members.query.js';
import { NewApiKey } from './new-api-key.js';
import { RowList } from '../../components/row-list.js';

export function ApiKeysPage() {
  const { t } = useTranslation('workspace');
  const { current } = useWorkspaces();
  if (mayAct(current.role, 'editor')) return <ApiKeys key={current.id} workspace={current} />;
  return (
    <>
      <PageHeader title={t('apiKeys.title')} />
      <EmptyState icon={IconLock} title={t('forbidden.title')}>
        {t('forbidden.apiKeys')}
      </EmptyState>
    </>
  );
}

function ApiKeys({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation(['workspace', 'common']);
  const keys = useInfiniteQuery(apiKeysQuery(workspace.id));
  const members = useInfiniteQuery(membersQuery(workspace.id));
  const [making, { open, close }] = useDisclosure(false);
  const [issued, setIssued] = useState<IssuedApiKey>();
  const items = keys.data?.pages.flatMap((page) => page.items) ?? [];
  const names = new Map(
    members.data?.pages.flatMap((page) => page.items.map((member) => [member.userId, member.name])),
  );
  const show = (key: IssuedApiKey) => {
    setIssued(key);
    void refreshApiKeys(workspace.id);
  };
  return (
    <Stack gap={0} maw={960}>
      <PageHeader
        title={t('apiKeys.title')}
        description={t('apiKeys.text')}
        actions={
          items.length > 0 && (
            <Button leftSection={<IconPlus size={18} />} onClick={open}>
              {t('apiKeys.new')}
            </Button>
          )
        }
      />
      <Stack>
        {keys.isPending && <Loading />}
        <ListProblem pages={keys} />
        {keys.data && items.length === 0 && (
          <EmptyState
            icon={IconKey}
            title={t('apiKeys.emptyTitle')}
            action={
              <Button size="md" mt="sm" leftSection={<IconPlus size={18} />} onClick={open}>
                {t('apiKeys.make')}
              </Button>
            }
          >
            {t('apiKeys.emptyText')}
          </EmptyState>
        )}
        {items.length > 0 && (
          <RowList label={t('apiKeys.title')}>
            {items.map((key) => (
              <ApiKeyRow
                key={key.id}
                apiKey={key}
                workspaceId={workspace.id}
                maker={names.get(key.createdBy)}
                onRotated={show}
              />
            ))}
          </RowList>
        )}
        <More pages={keys} />
      </Stack>
      <Modal opened={making} onClose={close} title={t('apiKeys.new')} size="lg" centered>
        <NewApiKey
          workspace={workspace}
          onCancel={close}
          onMade={(key) => {
            close();
            show(key);
          }}
        />
      </Modal>
      <Modal
        opened={issued !== undefined}
        onClose={() => setIssued(undefined)}
        title={t('apiKeys.issued')}
        // It is shown this once: a click beside it must not lose it.
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
        size="lg"
        centered
      >
        {issued && <IssuedKey issued={issued} onKept={() => setIssued(undefined)} />}
      </Modal>
    </Stack>
  );
}
