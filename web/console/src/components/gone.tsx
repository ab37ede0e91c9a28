import { IconMapQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { EmptyState } from './empty-state.js';

/** In place of what has been deleted since, be it here or in another tab; `action` leads on. */
export function Gone({ action, children }: { action: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon={IconMapQuestion} title={t('missing.title')} action={action}>
      {children ?? t('missing.text')}
    </EmptyState>
  );
}
