import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { Loading } from '../../components/loading.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { TraceCandidates } from './trace-candidates.js';
import { TracePrompt } from './trace-prompt.js';
import { TraceTimeline } from './trace-timeline.js';

export type Trace = Schemas['AnswerTraceDto'];

/** How an answer came about: what was looked for, what was found, what the model was told, how long it took. */
export function AnswerInspector({ botId, messageId }: { botId: string; messageId: string }) {
  const { t } = useTranslation('chat');
  const trace = useQuery({
    queryKey: ['trace', messageId],
    queryFn: () => ok(api.GET('/api/v1/messages/{messageId}/trace', { params: { path: { messageId } } })),
    // Documents may be deleted meanwhile.
    staleTime: 0,
    retry: false,
  });
  return (
    <Stack gap="lg">
      <ProblemAlert error={trace.error} onRetry={() => void trace.refetch()} />
      {trace.isPending && <Loading />}
      {trace.data && (
        <>
          <Section title={t('trace.model')}>
            <ModelLine trace={trace.data} />
            <TraceTimeline timings={trace.data.timings} />
          </Section>
          <Section title={t('trace.question')}>
            <SearchedWords trace={trace.data} />
          </Section>
          {trace.data.search && (
            <Section title={t('trace.candidates')}>
              <TraceCandidates botId={botId} search={trace.data.search} />
            </Section>
          )}
          {trace.data.prompt && (
            <Section title={t('trace.prompt')}>
              <TracePrompt parts={trace.data.prompt} offline={trace.data.model.answered === 'offline'} />
            </Section>
          )}
        </>
      )}
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function ModelLine({ trace: { model, error } }: { trace: Trace }) {
  const { t, i18n } = useTranslation('chat');
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Group gap={6}>
      <Badge variant="light" tt="none" maw="100%">
        {model.answered ?? '–'}
      </Badge>
      {model.fallback && (
        <Badge variant="light" color="orange" tt="none" maw="100%">
          {t('trace.fallback', { model: model.asked })}
        </Badge>
      )}
      {model.promptTokens !== null && (
        <Badge variant="default" tt="none">
          {t('trace.tokens', {
            prompt: number.format(model.promptTokens),
            answer: number.format(model.completionTokens ?? 0),
          })}
        </Badge>
      )}
      {model.finish && model.finish !== 'stop' && (
        <Badge variant="light" color="orange" tt="none">
          {model.finish}
        </Badge>
      )}
      {model.echoed && (
        <Badge variant="light" color="red" tt="none" maw="100%">
          {t('trace.echoed')}
        </Badge>
      )}
      {error && (
        <Badge variant="light" color="red" tt="none" maw="100%">
          {error}
        </Badge>
      )}
    </Group>
  );
}

function SearchedWords({ trace: { question, search } }: { trace: Trace }) {
  const { t } = useTranslation('chat');
  return (
    <>
      <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} lineClamp={8}>
        {question.text}
      </Text>
      <Group gap={6} role="list" aria-label={t('trace.words')}>
        {question.words.map(({ text, weight, takenFor, known }) => (
          <Badge
            key={text}
            role="listitem"
            variant={weight < 1 ? 'outline' : 'light'}
            color={known ? undefined : 'gray'}
            tt="none"
            td={known ? undefined : 'line-through'}
          >
            {takenFor ? `${text} → ${takenFor}` : text}
          </Badge>
        ))}
      </Group>
      <Text size="sm" c="var(--kyro-muted)">
        {[
          question.words.some(({ known }) => !known) && t('trace.unknownWords'),
          question.followUp && t('trace.followUp'),
          question.identifiers && search?.vectors === 'used' && t('trace.identifiers'),
          search && t(`trace.vectors.${search.vectors}`, { share: Math.round(search.vectorShare * 100) }),
        ]
          .filter(Boolean)
          .join(' ')}
      </Text>
    </>
  );
}
