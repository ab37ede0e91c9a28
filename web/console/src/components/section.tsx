import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  description?: ReactNode;
  /** At the right of the title; below it where there is no room. */
  action?: ReactNode;
  children?: ReactNode;
}

/** One matter on a page of settings. */
export function Section({ title, description, action, children }: Props) {
  return (
    <Paper component="section" withBorder radius="lg" p="lg" bg="var(--kyro-surface)">
      <Group justify="space-between" align="flex-start">
        <Stack gap={2} flex="1 1 240px">
          <Title order={2} size="h4">
            {title}
          </Title>
          {description && (
            <Text size="sm" c="var(--kyro-muted)" component="div">
              {description}
            </Text>
          )}
        </Stack>
        {action}
      </Group>
      {children && <Stack mt="md">{children}</Stack>}
    </Paper>
  );
}
