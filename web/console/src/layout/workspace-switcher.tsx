import { Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../api/client.js';
import { queryClient } from '../api/query-client.js';
import { chooseWorkspace, useWorkspaces, workspacesQuery } from '../api/workspace.js';
import { ProblemAlert } from '../components/problem-alert.js';

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
  const make = useMutation({
    mutationFn: (name: string) => ok(api.POST('/api/v1/workspaces', { body: { name } })),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries(workspacesQuery);
      onMade(id);
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ name }) => make.mutate(name))}>
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
        <Group justify="flex-end">
          <Button type="submit" loading={make.isPending}>
            {t('workspace.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
