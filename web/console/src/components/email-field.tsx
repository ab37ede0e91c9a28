import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The address that somebody signs in with; password managers know it by its name. */
export function EmailField(props: TextInputProps) {
  const { t } = useTranslation('auth');
  return (
    <TextInput
      label={t('field.email')}
      type="email"
      autoComplete="username"
      required
      maxLength={254}
      {...props}
    />
  );
}
