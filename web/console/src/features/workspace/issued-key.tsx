import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { CopyField } from '../../components/copy-field.js';
import type { IssuedApiKey } from './api-keys.query.js';

/** The secret, this once, and a call to try it with. */
export function IssuedKey({ issued, onKept }: { issued: IssuedApiKey; onKept: () => void }) {
  const { t } = useTranslation('workspace');
  const key = issued.key ?? '';
  const probe = issued.scopes.includes('bots:read')
    ? `curl -H 'Authorization: Bearer ${key}' ${location.origin}/api/v1/bots`
    : undefined;
  return (
    <Stack>
      <Text size="sm">{t('apiKeys.issuedText', { name: issued.name })}</Text>
      <CopyField value={key} label={issued.name} />
      {probe && (
        <>
          <Text size="sm">{t('apiKeys.try')}</Text>
          <CopyField value={probe} label={t('apiKeys.tryLabel')} />
        </>
      )}
      <Group justify="flex-end">
        <Button data-autofocus onClick={onKept}>
          {t('apiKeys.kept')}
        </Button>
      </Group>
    </Stack>
  );
}
