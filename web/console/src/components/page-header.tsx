import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  description?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
}

export function PageHeader({ title, description, actions }: Props) {
  useDocumentTitle(`${title} · KyroChat`);
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="md">
      <Stack gap={4} flex="1 1 280px">
        <Title order={1}>{title}</Title>
        {description && <Text c="var(--kyro-muted)">{description}</Text>}
      </Stack>
      {actions && <Group gap="sm">{actions}</Group>}
    </Group>
  );
}
