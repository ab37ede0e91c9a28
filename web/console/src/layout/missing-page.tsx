import { useDocumentTitle } from '@mantine/hooks';
import { IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { ButtonLink } from '../components/links.js';
import { EmptyState } from '../components/empty-state.js';

export function MissingPage() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('missing.title')} · KyroChat`);
  return (
    <EmptyState
      whole
      icon={IconMapQuestion}
      title={t('missing.title')}
      action={<ButtonLink to="/bots">{t('missing.action')}</ButtonLink>}
    >
      {t('missing.text')}
    </EmptyState>
  );
}
