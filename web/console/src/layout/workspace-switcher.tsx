import { Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../api/client.js';
import { queryClient } from '../api/query-client.js';
import { chooseWorkspace, useWorkspaces, workspacesQuery } from '../api/workspace.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { FormActions } from '../forms/form-actions.js';
import { useSubmit } from '../forms/use-submit.js';

export function WorkspaceSwitcher() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { workspaces, current } = useWorkspaces();
  const [making, { open, close }] = useDisclosure(false);
  const select = (id: string) => {
    chooseWorkspace(id);
    void navigate({ to: '/bots' });
  };
  return (
    <>
      <Menu width={264} position="bottom-start">
        <Menu.Target>
          <Button
            fullWidth
            variant="default"
            justify="space-between"
            rightSection={<IconSelector size={16} />}
            aria-label={t('workspace.switch', { name: current.name })}
          >
            <Text truncate size="sm" fw={500}>
              {current.name}
            </Text>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('workspace.all')}</Menu.Label>
          {workspaces.map(({ id, name, role }) => (
            <Menu.Item
              key={id}
              onClick={() => select(id)}
              leftSection={<IconCheck size={16} opacity={id === current.id ? 1 : 0} />}
            >
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <Text size="sm" truncate>
                  {name}
                </Text>
                <Text size="xs" c="var(--kyro-muted)">
                  {t(`role.${role}`)}
                </Text>
              </Group>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={open}>
            {t('workspace.new')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={making} onClose={close} title={t('workspace.new')} centered>
        <NewWorkspace
          onMade={(id) => {
            close();
            select(id);
          }}
        />
      </Modal>
    </>
  );
}

function NewWorkspace({ onMade }: { onMade: (id: string) => void }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { name: '' } });
  const make = useSubmit(form, {
    send: (body, once) => ok(api.POST('/api/v1/workspaces', { params: once, body })),
    onDone: async ({ id }) => {
      await queryClient.invalidateQueries(workspacesQuery);
      onMade(id);
    },
  });
  return (
    <form onSubmit={make.onSubmit}>
      <Stack>
        <TextInput
          data-autofocus
          required
          maxLength={100}
          label={t('workspace.name')}
          description={t('workspace.nameHint')}
          {...form.getInputProps('name')}
        />
        <ProblemAlert error={make.error} />
        <FormActions busy={make.isPending}>{t('workspace.make')}</FormActions>
      </Stack>
    </form>
  );
}
