import { ActionIcon, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { problemText } from '../../api/problem.js';
import { dismissUploads, retryUploads, type Upload, useUploads } from './upload.js';

/** Of many files only so many have a line of their own. */
const LINES = 20;

/** Files on their way, and those that were refused, with the reason. */
export function UploadList({ botId }: { botId: string }) {
  const { t } = useTranslation(['knowledge', 'common']);
  const uploads = useUploads(botId);
  if (uploads.length === 0) return null;
  const keys = (some: Upload[]) => some.map(({ key }) => key);
  const failed = uploads.filter(({ status }) => status === 'failed');
  const waiting = uploads.filter(({ status }) => status === 'waiting');
  // First what somebody has to look at.
  const ordered = [...failed, ...uploads.filter(({ status }) => status === 'sending'), ...waiting];
  const hidden = ordered.length - LINES;
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
        {uploads.length > 1 && (
          <Group justify="flex-end" gap="xs">
            {failed.length > 0 && (
              <Button variant="default" size="compact-sm" onClick={() => retryUploads(keys(failed))}>
                {t('upload.retryAll')}
              </Button>
            )}
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => dismissUploads(keys(failed.length > 0 ? failed : uploads))}
            >
              {failed.length > 0 ? t('upload.dismissAll') : t('upload.cancelAll')}
            </Button>
          </Group>
        )}
        {ordered.slice(0, LINES).map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
        {hidden > 0 && (
          <Text size="sm" c="var(--kyro-muted)">
            {t('upload.hidden', { count: hidden })}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function UploadRow({ upload: { key, file, status, progress, problem } }: { upload: Upload }) {
  const { t } = useTranslation(['knowledge', 'common']);
  const failed = status === 'failed';
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" truncate>
          {file.name}
        </Text>
        <Group gap={4} wrap="nowrap">
          {failed ? (
            <ActionIcon
              variant="subtle"
              aria-label={t('upload.retry', { name: file.name })}
              onClick={() => retryUploads([key])}
            >
              <IconRefresh size={16} />
            </ActionIcon>
          ) : (
            <Text size="xs" c="var(--kyro-muted)">
              {status === 'waiting' ? t('upload.waiting') : `${Math.round(progress)} %`}
            </Text>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t(failed ? 'upload.dismiss' : 'upload.cancel', { name: file.name })}
            onClick={() => dismissUploads([key])}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </Group>
      {failed ? (
        <Text size="sm" c="red" role="alert">
          {problemText(t, problem)}
        </Text>
      ) : (
        <Progress value={progress} size="sm" aria-label={file.name} />
      )}
    </Stack>
  );
}
