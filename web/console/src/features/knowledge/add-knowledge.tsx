import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudUpload, IconNote, IconWorld } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { useUnsaved } from '../../forms/unsaved.js';
import { useSubmit } from '../../forms/use-submit.js';
import { refreshDocuments } from './documents.query.js';
import { addFiles } from './upload.js';

/** The ways in: files, a text, a web page. What a file is, the server decides by its content. */
export function AddKnowledge({ botId }: { botId: string }) {
  const { t } = useTranslation('knowledge');
  const [writing, text] = useDisclosure(false);
  const [naming, page] = useDisclosure(false);
  return (
    <Stack gap="sm">
      <Dropzone
        onDrop={(files) => addFiles(botId, files)}
        multiple
        radius="lg"
        p="xl"
        bg="var(--kyro-surface)"
        // Not a button to screen readers: it holds the field for files, and buttons may hold nothing.
        role="group"
        aria-label={t('add.drop')}
      >
        <Stack align="center" gap={6} style={{ pointerEvents: 'none' }}>
          <IconCloudUpload size={36} stroke={1.4} color="var(--mantine-primary-color-filled)" aria-hidden />
          <Text fw={600} ta="center">
            {t('add.drop')}
          </Text>
          <Text size="sm" c="var(--kyro-muted)" ta="center">
            {t('add.formats')}
          </Text>
        </Stack>
      </Dropzone>
      <Group gap="sm">
        <Button variant="default" leftSection={<IconWorld size={18} />} onClick={page.open}>
          {t('add.page')}
        </Button>
        <Button variant="default" leftSection={<IconNote size={18} />} onClick={text.open}>
          {t('add.text')}
        </Button>
      </Group>
      {/* A click beside them must not lose what was typed: it is there when they are opened again. */}
      <Modal keepMounted opened={writing} onClose={text.close} title={t('add.text')} size="lg" centered>
        <TextForm botId={botId} onDone={text.close} />
      </Modal>
      <Modal keepMounted opened={naming} onClose={page.close} title={t('add.page')} centered>
        <PageForm botId={botId} onDone={page.close} />
      </Modal>
    </Stack>
  );
}

interface FormProps {
  botId: string;
  onDone: () => void;
}

function TextForm({ botId, onDone }: FormProps) {
  const { t } = useTranslation('knowledge');
  const form = useForm({ initialValues: { title: '', content: '' } });
  const add = useSubmit(form, {
    send: (body, once) =>
      ok(api.POST('/api/v1/bots/{botId}/documents/text', { params: { path: { botId }, ...once }, body })),
    onDone: () => {
      form.reset();
      refreshDocuments(botId);
      onDone();
    },
  });
  useUnsaved(() => form.values.content.trim() !== '');
  return (
    <form onSubmit={add.onSubmit}>
      <Stack>
        <TextInput
          required
          data-autofocus
          label={t('add.title')}
          description={t('add.titleHint')}
          {...form.getInputProps('title')}
        />
        <Textarea
          required
          autosize
          minRows={8}
          maxRows={20}
          label={t('add.content')}
          description={t('add.contentHint')}
          {...form.getInputProps('content')}
        />
        <ProblemAlert error={add.error} />
        <Button type="submit" loading={add.isPending} style={{ alignSelf: 'flex-end' }}>
          {t('add.action')}
        </Button>
      </Stack>
    </form>
  );
}

function PageForm({ botId, onDone }: FormProps) {
  const { t } = useTranslation('knowledge');
  const form = useForm({ initialValues: { url: '' } });
  const add = useSubmit(form, {
    send: ({ url }, once) =>
      ok(
        api.POST('/api/v1/bots/{botId}/documents/url', {
          params: { path: { botId }, ...once },
          body: { url: /^[a-z]+:\/\//i.test(url) ? url : `https://${url}` },
        }),
      ),
    onDone: () => {
      form.reset();
      refreshDocuments(botId);
      onDone();
    },
  });
  return (
    <form onSubmit={add.onSubmit}>
      <Stack>
        <TextInput
          required
          data-autofocus
          inputMode="url"
          label={t('add.url')}
          description={t('add.urlHint')}
          placeholder="https://example.com/help"
          {...form.getInputProps('url')}
        />
        <ProblemAlert error={add.error} />
        <Button type="submit" loading={add.isPending} style={{ alignSelf: 'flex-end' }}>
          {t('add.action')}
        </Button>
      </Stack>
    </form>
  );
}
