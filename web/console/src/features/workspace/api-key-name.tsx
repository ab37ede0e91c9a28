import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** What a key is called by people. */
export function ApiKeyName(props: TextInputProps) {
  const { t } = useTranslation('workspace');
  return <TextInput data-autofocus required maxLength={120} label={t('apiKeys.name')} {...props} />;
}
