import { Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { useUser } from '../../api/session.js';
import { mayAct, useWorkspaces, type Workspace, workspacesQuery } from '../../api/workspace.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { PageHeader } from '../../components/page-header.js';
import { Section } from '../../components/section.js';
import { SettingsForm } from '../../forms/settings-form.js';
import { useSettings } from '../../forms/use-settings.js';
import { Transfer } from './transfer.js';

export function SettingsPage() {
  const { t } = useTranslation('workspace');
  const { current } = useWorkspaces();
  const owner = mayAct(current.role, 'owner');
  return (
    <Stack gap={0} maw={760}>
      <PageHeader title={t('settings.title')} description={t('settings.text', { name: current.name })} />
      <Stack gap="lg">
        {mayAct(current.role, 'admin') && <Rename key={current.id} workspace={current} />}
        {current.personal ? (
          <Section title={t('settings.personal')} description={t('settings.personalText')} />
        ) : (
          <>
            {owner && <Transfer workspace={current} />}
            <Leave workspace={current} />
            {owner && <Delete workspace={current} />}
          </>
        )}
      </Stack>
    </Stack>
  );
}

function Rename({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('workspace');
  const settings = useSettings({
    saved: workspace,
    valuesOf: ({ name }) => ({ name }),
    save: (body) =>
      ok(
        api.PATCH('/api/v1/workspaces/{workspaceId}', {
          params: { path: { workspaceId: workspace.id } },
          body,
        }),
      ),
    onSaved: () => queryClient.invalidateQueries(workspacesQuery),
  });
  return (
    <Section title={t('rename.title')}>
      <SettingsForm settings={settings}>
        <TextInput
          required
          maxLength={120}
          label={t('rename.name')}
          description={t('rename.hint')}
          {...settings.form.getInputProps('name')}
        />
      </SettingsForm>
    </Section>
  );
}

/** Afterwards the person works in the personal workspace, which is always there. */
function useGone() {
  const navigate = useNavigate();
  return async (message: string) => {
    await navigate({ to: '/bots', ignoreBlocker: true });
    await queryClient.invalidateQueries(workspacesQuery);
    notifications.show({ message });
  };
}

function Leave({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('workspace');
  const user = useUser();
  const gone = useGone();
  return (
    <Section
      title={t('leave.title')}
      description={t('leave.text')}
      action={
        <ConfirmButton
          title={t('leave.confirm', { name: workspace.name })}
          explanation={t('leave.explanation')}
          onConfirm={async () => {
            await ok(
              api.DELETE('/api/v1/workspaces/{workspaceId}/members/{userId}', {
                params: { path: { workspaceId: workspace.id, userId: user.id } },
              }),
            );
            await gone(t('leave.done', { name: workspace.name }));
          }}
        >
          {t('leave.action')}
        </ConfirmButton>
      }
    />
  );
}

function Delete({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('workspace');
  const gone = useGone();
  return (
    <Section
      title={t('delete.title')}
      description={t('delete.text')}
      action={
        <ConfirmButton
          title={t('delete.confirm', { name: workspace.name })}
          explanation={t('delete.explanation')}
          typed={workspace.name}
          onConfirm={async () => {
            await ok(
              api.DELETE('/api/v1/workspaces/{workspaceId}', {
                params: { path: { workspaceId: workspace.id } },
              }),
            );
            await gone(t('delete.done', { name: workspace.name }));
          }}
        >
          {t('delete.action')}
        </ConfirmButton>
      }
    />
  );
}
