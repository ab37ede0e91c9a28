import { Badge, Box, Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { useUser } from '../../api/session.js';
import { mayAct, type Role, type Workspace } from '../../api/workspace.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { NameAvatar } from '../../components/name-avatar.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { type Member, refreshMembers } from './members.query.js';
import { Row } from '../../components/row-list.js';

const ROLES: Role[] = ['owner', 'admin', 'editor', 'viewer'];

export function MemberRow({ member, workspace }: { member: Member; workspace: Workspace }) {
  const { t } = useTranslation(['workspace', 'common']);
  const user = useUser();
  const self = member.userId === user.id;
  const owner = mayAct(workspace.role, 'owner');
  const manages = !self && mayAct(workspace.role, 'admin') && (owner || member.role !== 'owner');
  const path = { workspaceId: workspace.id, userId: member.userId };
  const change = useMutation({
    mutationFn: (body: Schemas['ChangeMemberDto']) =>
      ok(api.PATCH('/api/v1/workspaces/{workspaceId}/members/{userId}', { params: { path }, body })),
    onSuccess: async () => {
      await refreshMembers(workspace.id);
      notifications.show({ message: t('common:action.saved') });
    },
  });
  return (
    <Row>
      <Group gap="md" wrap="nowrap" flex="1 1 260px" miw={0}>
        <NameAvatar name={member.name} size={40} />
        <Stack gap={0} miw={0}>
          <Group gap="xs">
            <Text fw={600} truncate>
              {member.name}
            </Text>
            {self && (
              <Badge variant="light" tt="none">
                {t('members.you')}
              </Badge>
            )}
            {member.suspended && (
              <Badge variant="light" color="orange" tt="none">
                {t('members.suspended')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="var(--kyro-muted)" truncate>
            {member.email}
          </Text>
        </Stack>
      </Group>
      {manages ? (
        <Group gap="xs">
          <Select
            size="xs"
            w={130}
            allowDeselect={false}
            aria-label={t('members.roleOf', { name: member.name })}
            data={ROLES.filter((role) => owner || role !== 'owner').map((role) => ({
              value: role,
              label: t(`common:role.${role}`),
            }))}
            value={member.role}
            disabled={change.isPending}
            onChange={(role) => role !== member.role && change.mutate({ role: role as Role })}
          />
          {member.suspended ? (
            <Button
              size="xs"
              variant="default"
              loading={change.isPending}
              onClick={() => change.mutate({ suspended: false })}
            >
              {t('members.reinstate')}
            </Button>
          ) : (
            <ConfirmButton
              size="xs"
              variant="default"
              title={t('members.suspendTitle', { name: member.name })}
              explanation={t('members.suspendText')}
              onConfirm={() => change.mutateAsync({ suspended: true })}
            >
              {t('members.suspend')}
            </ConfirmButton>
          )}
          <ConfirmButton
            size="xs"
            title={t('members.removeTitle', { name: member.name })}
            explanation={t('members.removeText')}
            onConfirm={async () => {
              await ok(api.DELETE('/api/v1/workspaces/{workspaceId}/members/{userId}', { params: { path } }));
              await refreshMembers(workspace.id);
            }}
          >
            {t('members.remove')}
          </ConfirmButton>
        </Group>
      ) : (
        <Badge variant="default" size="lg" tt="none" fw={500}>
          {t(`common:role.${member.role}`)}
        </Badge>
      )}
      {change.error && change.variables?.suspended !== true && (
        <Box w="100%">
          <ProblemAlert error={change.error} onRetry={() => change.mutate(change.variables)} />
        </Box>
      )}
    </Row>
  );
}
