import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** What the button that sends the form says. */
  children: ReactNode;
  busy: boolean;
  grave?: boolean;
  onCancel?: () => void;
}

/** The end of a form that is sent once: away from it, or on. */
export function FormActions({ children, busy, grave, onCancel }: Props) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      {onCancel && (
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      )}
      <Button type="submit" color={grave ? 'red' : undefined} loading={busy}>
        {children}
      </Button>
    </Group>
  );
}
