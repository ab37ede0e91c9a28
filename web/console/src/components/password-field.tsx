import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A password; with `fresh` one that is being chosen, so that password managers offer to make it. */
export function PasswordField({ fresh, ...props }: PasswordInputProps & { fresh?: boolean }) {
  const { t } = useTranslation('auth');
  return (
    <PasswordInput
      label={t('field.password')}
      description={fresh ? t('field.passwordHint') : undefined}
      autoComplete={fresh ? 'new-password' : 'current-password'}
      minLength={fresh ? 8 : undefined}
      maxLength={256}
      required
      visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword') }}
      {...props}
    />
  );
}
