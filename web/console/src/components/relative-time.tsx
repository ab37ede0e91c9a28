import { useTranslation } from 'react-i18next';

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Making one costs more than using it a thousand times, and lists show many. */
const formats = new Map<string, { relative: Intl.RelativeTimeFormat; exact: Intl.DateTimeFormat }>();

function formatsOf(language: string) {
  let known = formats.get(language);
  if (!known) {
    known = {
      relative: new Intl.RelativeTimeFormat(language, { numeric: 'auto' }),
      exact: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }),
    };
    formats.set(language, known);
  }
  return known;
}

/** "3 minutes ago", with the exact time on hover and for machines. */
export function RelativeTime({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const { relative, exact } = formatsOf(i18n.language);
  const date = new Date(at);
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return (
    <time dateTime={at} title={exact.format(date)}>
      {relative.format(Math.round(seconds / size), unit)}
    </time>
  );
}
