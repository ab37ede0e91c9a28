import { Group, Paper } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './row-list.module.css';

/** Things below one another that fold on small screens, where a table would not. */
export function RowList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Paper
      component="ul"
      aria-label={label}
      withBorder
      radius="lg"
      bg="var(--kyro-surface)"
      className={classes.list}
    >
      {children}
    </Paper>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return (
    <Group component="li" p="md" gap="md" justify="space-between" className={classes.row}>
      {children}
    </Group>
  );
}
