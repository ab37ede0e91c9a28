import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';

/** The way to the bot that a fresh installation has; nothing where there is none, or once somebody has registered. */
export function SampleLink() {
  const { t } = useTranslation('auth');
  const { data } = useQuery({
    queryKey: ['sample'],
    queryFn: () => ok(api.GET('/api/v1/public/sample')),
    retry: false,
  });
  if (!data?.publicKey) return null;
  return (
    <Text size="sm" mt="xs">
      {t('sample.text')} <Anchor href={`/demo/${data.publicKey}`}>{t('sample.action')}</Anchor>
    </Text>
  );
}
