import { Button, Menu, Modal, Stack } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { saveFile } from '../../components/save-file.js';
import { auditQueryOf } from './audit-filter.js';

const FORMATS = ['csv', 'jsonl'] as const;

/** What the filters leave, as a file. It takes the token, so a plain link would not do. */
export function AuditExport({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation('workspace');
  const filter = useSearch({ from: '/console/workspace/audit-log' });
  const download = useMutation({
    mutationFn: async (format: (typeof FORMATS)[number]) => {
      const blob = await ok(
        api.GET('/api/v1/workspaces/{workspaceId}/audit-events/export', {
          params: { path: { workspaceId }, query: { ...auditQueryOf(filter), format } },
          parseAs: 'blob',
        }),
      );
      saveFile(blob, `audit-log-${new Date().toISOString().slice(0, 10)}.${format}`);
    },
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            loading={download.isPending}
            leftSection={<IconDownload size={18} />}
            rightSection={<IconChevronDown size={16} />}
          >
            {t('audit.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map((format) => (
            <Menu.Item key={format} onClick={() => download.mutate(format)}>
              {t(`audit.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={download.isError} onClose={download.reset} title={t('audit.export')} centered>
        <Stack>
          <ProblemAlert
            error={download.error}
            onRetry={() => download.variables && download.mutate(download.variables)}
          />
        </Stack>
      </Modal>
    </>
  );
}
