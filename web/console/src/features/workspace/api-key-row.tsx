import { Badge, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { useUser } from '../../api/session.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { RelativeTime } from '../../components/relative-time.js';
import { FormActions } from '../../forms/form-actions.js';
import { useSubmit } from '../../forms/use-submit.js';
import { ApiKeyName } from './api-key-name.js';
import { type ApiKey, type IssuedApiKey, refreshApiKeys } from './api-keys.query.js';
import { scopeText } from './scopes.js';
import { Row } from '../../components/row-list.js';

interface Props {
  apiKey: ApiKey;
  workspaceId: string;
  /** Name of the member who made it, where known. */
  maker: string | undefined;
  onRotated: (key: IssuedApiKey) => void;
}

export function ApiKeyRow({ apiKey, workspaceId, maker, onRotated }: Props) {
  const { t } = useTranslation('workspace');
  const user = useUser();
  const own = apiKey.createdBy === user.id;
  const expired = isOver(apiKey.expiresAt);
  const params = { path: { workspaceId, keyId: apiKey.id } };
  return (
    <Row>
      <Stack gap={6} flex="1 1 320px" miw={0}>
        <Group gap="xs">
          <Text fw={600}>{apiKey.name}</Text>
          <Code>{apiKey.prefix}…</Code>
          {expired && (
            <Badge variant="light" color="orange" tt="none">
              {t('apiKeys.expired')}
            </Badge>
          )}
        </Group>
        <Group gap={6}>
          {apiKey.scopes.map((scope) => (
            <Badge key={scope} variant="default" tt="none" fw={500}>
              {t(scopeText(scope))}
            </Badge>
          ))}
        </Group>
        <Facts apiKey={apiKey} maker={own ? undefined : maker} />
      </Stack>
      <Group gap="xs">
        <RenameButton apiKey={apiKey} workspaceId={workspaceId} />
        {own && !expired && (
          <ConfirmButton
            size="xs"
            variant="default"
            title={t('apiKeys.rotateTitle', { name: apiKey.name })}
            explanation={t('apiKeys.rotateText')}
            onConfirm={async () =>
              onRotated(
                await ok(api.POST('/api/v1/workspaces/{workspaceId}/api-keys/{keyId}/rotate', { params })),
              )
            }
          >
            {t('apiKeys.rotate')}
          </ConfirmButton>
        )}
        <ConfirmButton
          size="xs"
          title={t('apiKeys.revokeTitle', { name: apiKey.name })}
          explanation={t('apiKeys.revokeText')}
          onConfirm={async () => {
            await ok(api.DELETE('/api/v1/workspaces/{workspaceId}/api-keys/{keyId}', { params }));
            await refreshApiKeys(workspaceId);
          }}
        >
          {t('apiKeys.revoke')}
        </ConfirmButton>
      </Group>
    </Row>
  );
}

function isOver(at: string | null): boolean {
  return at !== null && new Date(at).getTime() < Date.now();
}

function Facts({ apiKey, maker }: { apiKey: ApiKey; maker: string | undefined }) {
  const { t } = useTranslation('workspace');
  const { botIds, expiresAt, lastUsedAt, lastUsedIp } = apiKey;
  return (
    <Text size="sm" c="var(--kyro-muted)" component="div">
      {botIds ? t('apiKeys.botCount', { count: botIds.length }) : t('apiKeys.allBots')}
      {' · '}
      {expiresAt ? (
        <>
          {isOver(expiresAt) ? t('apiKeys.ended') : t('apiKeys.expires')} <RelativeTime at={expiresAt} />
        </>
      ) : (
        t('apiKeys.never')
      )}
      {' · '}
      {lastUsedAt ? (
        <>
          {t('apiKeys.lastUsed')} <RelativeTime at={lastUsedAt} /> ({lastUsedIp})
        </>
      ) : (
        t('apiKeys.unused')
      )}
      {maker && ` · ${t('apiKeys.madeBy', { name: maker })}`}
    </Text>
  );
}

function RenameButton({ apiKey, workspaceId }: { apiKey: ApiKey; workspaceId: string }) {
  const { t } = useTranslation('workspace');
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t('apiKeys.rename')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('apiKeys.rename')} centered>
        <RenameForm apiKey={apiKey} workspaceId={workspaceId} onDone={close} />
      </Modal>
    </>
  );
}

function RenameForm(props: { apiKey: ApiKey; workspaceId: string; onDone: () => void }) {
  const { t } = useTranslation('common');
  const { apiKey, workspaceId, onDone } = props;
  const form = useForm({ initialValues: { name: apiKey.name } });
  const rename = useSubmit(form, {
    send: (body) =>
      ok(
        api.PATCH('/api/v1/workspaces/{workspaceId}/api-keys/{keyId}', {
          params: { path: { workspaceId, keyId: apiKey.id } },
          body,
        }),
      ),
    onDone: async () => {
      await refreshApiKeys(workspaceId);
      onDone();
    },
  });
  return (
    <form onSubmit={rename.onSubmit}>
      <Stack>
        <ApiKeyName {...form.getInputProps('name')} />
        <ProblemAlert error={rename.error} />
        <FormActions busy={rename.isPending} onCancel={onDone}>
          {t('action.save')}
        </FormActions>
      </Stack>
    </form>
  );
}
