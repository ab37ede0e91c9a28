import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Days {
  /** Days of the reader's calendar, both included. */
  from?: string;
  to?: string;
}

/** From one day to another, each of which may be left open. */
export function DayRange({ from, to, onChange }: Days & { onChange: (change: Days) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        type="date"
        flex="1 1 130px"
        label={t('days.from')}
        max={to}
        value={from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        flex="1 1 130px"
        label={t('days.to')}
        min={from}
        value={to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
    </>
  );
}
