import { Badge, Group, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Document } from './documents.query.js';

/** How far a document has come, and why not further. */
export function DocumentState({ document }: { document: Document }) {
  const { t } = useTranslation('knowledge');
  const { status, stage, progress, error } = document;
  if (status === 'ready') {
    return (
      <Badge variant="light" color="kyro" tt="none" leftSection={<IconCheck size={12} />}>
        {t('status.ready')}
      </Badge>
    );
  }
  if (status === 'failed') {
    return (
      <Tooltip label={error?.message} multiline maw={320} disabled={!error}>
        <Badge variant="light" color="orange" tt="none" leftSection={<IconAlertTriangle size={12} />}>
          {t('status.failed')}
        </Badge>
      </Tooltip>
    );
  }
  const label = status === 'queued' ? t('status.queued') : t(`stage.${stage ?? 'extracting'}`);
  return (
    <Stack gap={4} w={140}>
      <Group justify="space-between" gap={4}>
        <Text size="xs" c="var(--kyro-muted)">
          {label}
        </Text>
        {status === 'processing' && <Text size="xs">{Math.round(progress)} %</Text>}
      </Group>
      <Progress
        value={status === 'queued' ? 0 : Math.max(progress, 3)}
        size="sm"
        animated={status === 'processing'}
        aria-label={label}
      />
    </Stack>
  );
}
