import { Alert, Autocomplete, Button, Group, Loader, Progress, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import type { Bot } from './bot.query.js';

type Index = Schemas['BotIndexDto'];
type Vectors = Schemas['VectorIndexDto'];

const indexQuery = (botId: string) =>
  queryOptions({
    queryKey: ['bot', botId, 'index'],
    queryFn: () => ok(api.GET('/api/v1/bots/{botId}/index', { params: { path: { botId } } })),
    refetchInterval: ({ state }) => (state.data?.building ? 2_000 : false),
  });

/** By what the bot finds passages beside their words: what answers, what is being built, what there is to go back to. */
export function SearchIndex({ bot }: { bot: Bot }) {
  const { t } = useTranslation('bots');
  const { data: index, error, refetch } = useQuery(indexQuery(bot.id));
  return (
    <Section title={t('index.title')} description={t(`index.text.${index?.state ?? 'off'}`)}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!index && !error && <Loader size="sm" />}
      {index?.active && <Answering vectors={index.active} />}
      {index?.building && <Building bot={bot} vectors={index.building} />}
      {index?.previous && !index.building && <Previous bot={bot} vectors={index.previous} />}
      {index && index.models.length === 0 && (
        <Text size="sm" c="var(--kyro-muted)">
          {t('index.none')}
        </Text>
      )}
      {index && index.models.length > 0 && !index.building && (
        <Change key={index.active?.model} bot={bot} index={index} />
      )}
    </Section>
  );
}

function useNames() {
  const { t } = useTranslation('bots');
  return ({ model, store }: Pick<Vectors, 'model' | 'store'>) =>
    t('index.name', { model, store: t(`index.store.${store}`) });
}

function Answering({ vectors }: { vectors: Vectors }) {
  const { t } = useTranslation('bots');
  const nameOf = useNames();
  const { chunks, chunksDone, error } = vectors;
  return (
    <Stack gap={2}>
      <Text size="sm" fw={500}>
        {nameOf(vectors)}
      </Text>
      <Text size="xs" c="var(--kyro-muted)">
        {t('index.passages', { done: chunksDone, total: chunks })}
      </Text>
      {chunksDone < chunks && error && <Stopped code={error} />}
    </Stack>
  );
}

function Stopped({ code }: { code: string }) {
  const { t } = useTranslation('bots');
  return (
    <Alert color="yellow" variant="light" role="status">
      {t('index.stopped', { code })}
    </Alert>
  );
}

function Building({ bot, vectors }: { bot: Bot; vectors: Vectors }) {
  const { t } = useTranslation('bots');
  const nameOf = useNames();
  const { chunks, chunksDone, progress, tokensLeft, costLeft, error } = vectors;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t('index.building', { name: nameOf(vectors) })}
      </Text>
      <Progress value={progress} aria-label={t('index.progress')} />
      <Text size="xs" c="var(--kyro-muted)">
        {t('index.passages', { done: chunksDone, total: chunks })}{' '}
        <Estimate tokens={tokensLeft} cost={costLeft} />
      </Text>
      {error && <Stopped code={error} />}
      <ConfirmButton
        size="xs"
        w="fit-content"
        title={t('index.cancelTitle')}
        explanation={t('index.cancelText')}
        onConfirm={async () => {
          await ok(api.DELETE('/api/v1/bots/{botId}/index/build', { params: { path: { botId: bot.id } } }));
          await queryClient.invalidateQueries(indexQuery(bot.id));
        }}
      >
        {t('index.cancel')}
      </ConfirmButton>
    </Stack>
  );
}

function Previous({ bot, vectors }: { bot: Bot; vectors: Vectors }) {
  const { t } = useTranslation('bots');
  const nameOf = useNames();
  return (
    <Group justify="space-between">
      <Text size="sm" c="var(--kyro-muted)">
        {t('index.previous', { name: nameOf(vectors) })}
      </Text>
      <ConfirmButton
        size="xs"
        color="kyro"
        title={t('index.backTitle')}
        explanation={t('index.backText', { name: nameOf(vectors) })}
        onConfirm={async () =>
          queryClient.setQueryData(
            indexQuery(bot.id).queryKey,
            await ok(
              api.POST('/api/v1/bots/{botId}/index/switch-back', { params: { path: { botId: bot.id } } }),
            ),
          )
        }
      >
        {t('index.back')}
      </ConfirmButton>
    </Group>
  );
}

function Change({ bot, index }: { bot: Bot; index: Index }) {
  const { t } = useTranslation('bots');
  const [model, setModel] = useState(index.active?.model ?? index.models[0].id);
  const [store, setStore] = useState(index.active?.store ?? index.stores[0]);
  const build = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/v1/bots/{botId}/index', {
          params: { path: { botId: bot.id } },
          body: { model: model.trim(), store },
        }),
      ),
    onSuccess: (changed) => {
      queryClient.setQueryData(indexQuery(bot.id).queryKey, changed);
      notifications.show({ message: t('index.begun') });
    },
  });
  const same = index.active?.model === model.trim() && index.active.store === store;
  const price = index.models.find(({ id }) => id === model.trim())?.price;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        build.mutate();
      }}
    >
      <Stack gap="sm">
        <Autocomplete
          label={t('index.model')}
          description={t('index.modelHint')}
          data={index.models.map(({ id }) => id)}
          value={model}
          onChange={setModel}
        />
        {index.stores.length > 1 && (
          <Select
            allowDeselect={false}
            label={t('index.where')}
            data={index.stores.map((name) => ({ value: name, label: t(`index.store.${name}`) }))}
            value={store}
            onChange={(name) => name && setStore(name)}
          />
        )}
        {!same && (
          <Text size="xs" c="var(--kyro-muted)">
            <Estimate
              tokens={index.tokens}
              cost={typeof price === 'number' ? (index.tokens * price) / 1e6 : null}
            />
          </Text>
        )}
        <ProblemAlert error={build.error} />
        <Button
          type="submit"
          variant="light"
          w="fit-content"
          disabled={same || !model.trim()}
          loading={build.isPending}
        >
          {t('index.build')}
        </Button>
      </Stack>
    </form>
  );
}

function Estimate({ tokens, cost }: { tokens: number; cost: number | null }) {
  const { t, i18n } = useTranslation('bots');
  const number = new Intl.NumberFormat(i18n.language, { notation: 'compact' });
  const money = new Intl.NumberFormat(i18n.language, {
    style: 'currency',
    currency: 'USD',
    maximumSignificantDigits: 2,
  });
  return cost === null
    ? t('index.estimate', { tokens: number.format(tokens) })
    : t('index.estimateCost', { tokens: number.format(tokens), cost: money.format(cost) });
}
