import { NativeSelect } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { LANGUAGES, type Language, speak } from '../i18n/i18n.js';

/** The language of the console in this browser. */
export function LanguageSelect() {
  const { t, i18n } = useTranslation();
  return (
    <NativeSelect
      size="xs"
      variant="unstyled"
      aria-label={t('language')}
      leftSection={<IconLanguage size={16} />}
      data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      value={i18n.language}
      onChange={(event) => void speak(event.currentTarget.value as Language)}
    />
  );
}
