import { Alert, Button, Code, Group, SimpleGrid, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { saveFile } from '../../components/save-file.js';
import { CopyButton } from '../../components/copy-button.js';

/** The codes, to be taken away: nobody can show them again. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  const text = codes.join('\n');
  const box = useRef<HTMLDivElement>(null);
  // The form that had the focus is gone.
  useEffect(() => box.current?.focus(), []);
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      icon={<IconShieldCheck />}
      title={t('recovery.title')}
      style={{ outline: 'none' }}
    >
      <Text size="sm" mb="sm">
        {t('recovery.text')}
      </Text>
      <SimpleGrid
        component="ul"
        cols={{ base: 1, xs: 2 }}
        spacing="xs"
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
      >
        {codes.map((code) => (
          <li key={code}>
            <Code fz="sm" c="var(--mantine-color-text)">
              {code}
            </Code>
          </li>
        ))}
      </SimpleGrid>
      <Group mt="md" gap="sm">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? t('common:action.copied') : t('common:action.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => saveFile(`${text}\n`, t('recovery.fileName'))}
        >
          {t('recovery.download')}
        </Button>
        <Button onClick={onKept}>{t('recovery.kept')}</Button>
      </Group>
    </Alert>
  );
}
