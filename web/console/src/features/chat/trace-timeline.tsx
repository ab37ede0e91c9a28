import { Box, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Trace } from './answer-inspector.js';

interface Step {
  name: 'history' | 'search' | 'prompt' | 'waiting' | 'writing';
  from: number;
  to: number;
}

/** The steps of a turn one below the other, each where it stands in time. */
export function TraceTimeline({ timings }: { timings: Trace['timings'] }) {
  const { t, i18n } = useTranslation('chat');
  const ms = (value: number) =>
    value < 1_000
      ? `${new Intl.NumberFormat(i18n.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ms`
      : `${new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(value / 1_000)} s`;
  const halves =
    timings.vector === null || timings.lexical === null
      ? undefined
      : t('trace.halves', { words: ms(timings.lexical), meaning: ms(timings.vector) });
  const total = Math.max(timings.total, 0.1);
  return (
    <Stack gap={6} role="list" aria-label={t('trace.steps')}>
      {stepsOf(timings).map(({ name, from, to }) => (
        <Box key={name} role="listitem">
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm">
              {t(`trace.step.${name}`)}
              {name === 'search' && halves && (
                <Text span size="xs" c="var(--kyro-muted)">
                  {` ${halves}`}
                </Text>
              )}
            </Text>
            <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
              {ms(to - from)}
            </Text>
          </Group>
          <Box h={6} bg="var(--kyro-line)" style={{ borderRadius: 3, overflow: 'hidden' }} aria-hidden>
            <Box
              h="100%"
              ml={`${(100 * from) / total}%`}
              w={`max(2px, ${(100 * (to - from)) / total}%)`}
              bg={name === 'waiting' ? 'var(--mantine-color-gray-5)' : 'var(--mantine-primary-color-filled)'}
              style={{ borderRadius: 3 }}
            />
          </Box>
        </Box>
      ))}
      <Group justify="space-between" role="listitem">
        <Text size="sm" fw={600}>
          {t('trace.step.total')}
        </Text>
        <Text size="sm" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {ms(timings.total)}
        </Text>
      </Group>
    </Stack>
  );
}

/** Those that were reached. */
function stepsOf({ history, search, prompt, modelCalled, firstToken, total }: Trace['timings']): Step[] {
  const steps: Step[] = [];
  let at = 0;
  const add = (name: Step['name'], length: number | null) => {
    if (length === null) return;
    steps.push({ name, from: Math.min(at, total), to: Math.min(at + length, total) });
    at += length;
  };
  add('history', history);
  add('search', search);
  add('prompt', prompt);
  if (modelCalled === null) return steps;
  const began = firstToken ?? total;
  steps.push({ name: 'waiting', from: Math.min(modelCalled, began), to: began });
  if (firstToken !== null) steps.push({ name: 'writing', from: firstToken, to: Math.max(firstToken, total) });
  return steps;
}
