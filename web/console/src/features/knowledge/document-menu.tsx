import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconDots, IconFileDownload, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { problemText } from '../../api/problem.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { type Document, hideDocument, refreshDocuments } from './documents.query.js';
import { openOriginal } from './original.js';
import { useReadAgain } from './read-again.js';

interface Props {
  document: Document;
  editor: boolean;
  onDeleted?: () => void;
}

/** Only a button until somebody presses it: a list has many, and what a menu needs costs more than the rest of a row. */
export function DocumentMenu(props: Props) {
  const { t } = useTranslation('knowledge');
  const [used, { open }] = useDisclosure(false);
  if (used) return <OpenedDocumentMenu {...props} />;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={t('document.menu', { title: props.document.title })}
      onClick={open}
    >
      <IconDots size={18} />
    </ActionIcon>
  );
}

function OpenedDocumentMenu({ document, editor, onDeleted }: Props) {
  const { t } = useTranslation(['knowledge', 'common']);
  const button = useRef<HTMLButtonElement>(null);
  const [asking, { open, close }] = useDisclosure(false);
  const path = { id: document.id };
  const again = useReadAgain(document);
  const original = useMutation({
    mutationFn: () => openOriginal(document),
    onError: (error) => notifications.show({ color: 'red', message: problemText(t, error) }),
  });
  const remove = useMutation({
    mutationFn: () => ok(api.DELETE('/api/v1/documents/{id}', { params: { path } })),
    onSuccess: () => {
      close();
      hideDocument(document.botId, document.id);
      refreshDocuments(document.botId);
      onDeleted?.();
    },
  });
  return (
    <>
      {/* The button that had the focus is not there any more. */}
      <Menu position="bottom-end" defaultOpened returnFocus={false} onClose={() => button.current?.focus()}>
        <Menu.Target>
          <ActionIcon
            ref={button}
            variant="subtle"
            color="gray"
            aria-label={t('document.menu', { title: document.title })}
            loading={again.isPending || original.isPending}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileDownload size={16} />} onClick={() => original.mutate()}>
            {t('document.original')}
          </Menu.Item>
          {editor && (
            <>
              <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => again.mutate()}>
                {t('document.reprocess')}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={open}>
                {t('common:action.delete')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asking}
        onClose={close}
        title={t('document.deleteTitle', { title: document.title })}
        centered
      >
        <Stack>
          <Text size="sm">{t('document.deleteText')}</Text>
          <ProblemAlert error={remove.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common:action.cancel')}
            </Button>
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t('common:action.delete')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
