import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  dirty: boolean;
  saving: boolean;
  onDiscard: () => void;
}

/** The end of a form of settings. */
export function SaveBar({ dirty, saving, onDiscard }: Props) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      {dirty && (
        <Button variant="default" onClick={onDiscard}>
          {t('action.discard')}
        </Button>
      )}
      <Button type="submit" loading={saving} disabled={!dirty}>
        {t('action.save')}
      </Button>
    </Group>
  );
}
