import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { problemText } from '../../api/problem.js';
import { type Document, showDocument } from './documents.query.js';

/** Reads a document once more, or says why not. */
export function useReadAgain({ id }: Document) {
  const { t } = useTranslation(['knowledge', 'common']);
  return useMutation({
    mutationFn: () =>
      ok(api.POST('/api/v1/documents/{id}/reprocess', { params: { path: { id } }, body: {} })),
    onSuccess: showDocument,
    onError: (error) => notifications.show({ color: 'red', message: problemText(t, error) }),
  });
}

/** Beside a document that could not be read. */
export function ReadAgain({ document }: { document: Document }) {
  const { t } = useTranslation('knowledge');
  const again = useReadAgain(document);
  return (
    <Tooltip label={t('document.reprocess')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        loading={again.isPending}
        aria-label={`${t('document.reprocess')}: ${document.title}`}
        onClick={() => again.mutate()}
      >
        <IconRefresh size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
