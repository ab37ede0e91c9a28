import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';

interface Props {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  /** What this place is for, and what to do next. */
  children: ReactNode;
  action?: ReactNode;
  /** It is all that there is on the page. */
  whole?: boolean;
}

/** An empty screen always says what to do next. */
export function EmptyState({ icon: Icon, title, children, action, whole }: Props) {
  return (
    <Stack align="center" gap="sm" py={64} px="md" maw={480} mx="auto" ta="center">
      <ThemeIcon size={64} radius="xl" variant="light" aria-hidden>
        <Icon size={32} stroke={1.5} />
      </ThemeIcon>
      <Title order={whole ? 1 : 2} size="h2" mt="xs">
        {title}
      </Title>
      <Text c="var(--kyro-muted)">{children}</Text>
      {action}
    </Stack>
  );
}
