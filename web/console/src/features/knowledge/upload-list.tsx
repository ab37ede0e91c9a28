import { ActionIcon, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { dismissUpload, retryUpload, type Upload, useUploads } from './upload.js';

/** Files on their way, and those that were refused, with the reason. */
export function UploadList({ botId }: { botId: string }) {
  const { t } = useTranslation('knowledge');
  const uploads = useUploads(botId);
  if (uploads.length === 0) return null;
  return (
    <Paper
      withBorder
      radius="lg"
      p="md"
      bg="var(--kyro-surface)"
      aria-label={t('upload.list')}
      component="section"
    >
      <Stack gap="sm">
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
      </Stack>
    </Paper>
  );
}

function UploadRow({ upload: { key, file, status, progress, problem } }: { upload: Upload }) {
  const { t } = useTranslation(['knowledge', 'common']);
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" truncate>
          {file.name}
        </Text>
        {status === 'failed' ? (
          <Group gap={4} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              aria-label={t('upload.retry', { name: file.name })}
              onClick={() => retryUpload(key)}
            >
              <IconRefresh size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('upload.dismiss', { name: file.name })}
              onClick={() => dismissUpload(key)}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ) : (
          <Text size="xs" c="var(--kyro-muted)">
            {status === 'waiting' ? t('upload.waiting') : `${Math.round(progress)} %`}
          </Text>
        )}
      </Group>
      {status === 'failed' ? (
        <Text size="sm" c="red" role="alert">
          {problem?.code === 'network' ? t('common:problem.network') : problem?.message}
        </Text>
      ) : (
        <Progress value={progress} size="sm" aria-label={file.name} />
      )}
    </Stack>
  );
}
