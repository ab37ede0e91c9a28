import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconMailPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { ListProblem, More } from '../../components/more.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { RelativeTime } from '../../components/relative-time.js';
import { Section } from '../../components/section.js';
import { useSubmit } from '../../forms/use-submit.js';
import { type Invitation, invitationsQuery, refreshInvitations } from './members.query.js';
import { Row, RowList } from '../../components/row-list.js';

const ROLES = ['admin', 'editor', 'viewer'] as const satisfies Schemas['InviteDto']['role'][];

/** Inviting people, and what has not been answered yet. */
export function Invitations({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation(['workspace', 'common']);
  const invitations = useInfiniteQuery(invitationsQuery(workspaceId));
  const items = invitations.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={t('invite.title')} description={t('invite.text')}>
      <InviteForm workspaceId={workspaceId} />
      <ListProblem pages={invitations} />
      {items.length > 0 && (
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {t('invite.open')}
          </Text>
          <RowList label={t('invite.open')}>
            {items.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} workspaceId={workspaceId} />
            ))}
          </RowList>
          <More pages={invitations} />
        </Stack>
      )}
    </Section>
  );
}

function InviteForm({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation(['workspace', 'common']);
  const form = useForm<Schemas['InviteDto']>({ initialValues: { email: '', role: 'editor' } });
  const invite = useSubmit(form, {
    send: (body) =>
      ok(
        api.POST('/api/v1/workspaces/{workspaceId}/invitations', { params: { path: { workspaceId } }, body }),
      ),
    onDone: async ({ email }) => {
      form.setFieldValue('email', '');
      notifications.show({ message: t('invite.sent', { email }) });
      await refreshInvitations(workspaceId);
    },
  });
  return (
    <form onSubmit={invite.onSubmit}>
      <Stack gap="xs">
        <Group align="flex-start">
          <TextInput
            required
            type="email"
            maxLength={254}
            flex="1 1 220px"
            label={t('invite.email')}
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          <NativeSelect
            w={150}
            label={t('invite.role')}
            data={ROLES.map((role) => ({ value: role, label: t(`common:role.${role}`) }))}
            {...form.getInputProps('role')}
          />
          <Button type="submit" mt={25} loading={invite.isPending} leftSection={<IconMailPlus size={18} />}>
            {t('invite.action')}
          </Button>
        </Group>
        <Text size="xs" c="var(--kyro-muted)">
          {t(`roleHint.${form.values.role}`)}
        </Text>
        <ProblemAlert error={invite.error} />
      </Stack>
    </form>
  );
}

function InvitationRow({ invitation, workspaceId }: { invitation: Invitation; workspaceId: string }) {
  const { t } = useTranslation(['workspace', 'common']);
  const params = { path: { workspaceId, invitationId: invitation.id } };
  const resend = useMutation({
    mutationFn: () =>
      ok(api.POST('/api/v1/workspaces/{workspaceId}/invitations/{invitationId}/resend', { params })),
    onSuccess: async () => {
      notifications.show({ message: t('invite.sent', { email: invitation.email }) });
      await refreshInvitations(workspaceId);
    },
  });
  const expired = new Date(invitation.expiresAt).getTime() < Date.now();
  return (
    <Row>
      <Stack gap={0} flex="1 1 220px" miw={0}>
        <Text fw={500} truncate>
          {invitation.email}
        </Text>
        <Text size="sm" c="var(--kyro-muted)" component="div">
          {t(`common:role.${invitation.role}`)} · {expired ? t('invite.expired') : t('invite.expires')}{' '}
          <RelativeTime at={invitation.expiresAt} />
        </Text>
      </Stack>
      <Group gap="xs">
        <Button size="xs" variant="default" loading={resend.isPending} onClick={() => resend.mutate()}>
          {t('invite.resend')}
        </Button>
        <ConfirmButton
          size="xs"
          title={t('invite.revokeTitle')}
          explanation={t('invite.revokeText', { email: invitation.email })}
          onConfirm={async () => {
            await ok(api.DELETE('/api/v1/workspaces/{workspaceId}/invitations/{invitationId}', { params }));
            await refreshInvitations(workspaceId);
          }}
        >
          {t('invite.revoke')}
        </ConfirmButton>
      </Group>
      {resend.error && <ProblemAlert error={resend.error} onRetry={() => resend.mutate()} />}
    </Row>
  );
}
