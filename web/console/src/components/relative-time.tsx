import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 minutes ago", with the exact time on hover and for machines. */
export function RelativeTime({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const date = new Date(at);
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  const text = new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' }).format(
    Math.round(seconds / size),
    unit,
  );
  return (
    <Tooltip label={date.toLocaleString(i18n.language)}>
      <time dateTime={at}>{text}</time>
    </Tooltip>
  );
}
