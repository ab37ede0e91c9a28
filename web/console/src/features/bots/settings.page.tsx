import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Paper,
  Select,
  Slider,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { ConfirmButton } from '../../components/confirm-button.js';
import { Section } from '../../components/section.js';
import { SettingsForm } from '../../forms/settings-form.js';
import { useSettings } from '../../forms/use-settings.js';
import { BudgetCard } from '../spend/budget-card.js';
import { type Bot, botQuery, useBot } from './bot.query.js';
import { SearchIndex } from './search-index.js';

const LANGUAGES = [
  'auto',
  'en',
  'es',
  'fr',
  'de',
  'it',
  'pt',
  'nl',
  'pl',
  'ru',
  'tr',
  'ar',
  'zh',
  'ja',
  'ko',
];
const MAX_QUESTIONS = 8;

type Values = Pick<Bot, 'name' | 'description'> & { config: Schemas['FullBotConfigDto'] };
type Form = UseFormReturnType<Values>;

export function SettingsPage() {
  const { t } = useTranslation('bots');
  const bot = useBot();
  useDocumentTitle(`${t('tab.settings')} · ${bot.name}`);
  return (
    <Stack gap="lg" maw={760}>
      <Configuration key={bot.id} bot={bot} />
      <BudgetCard of={{ botId: bot.id }} />
      <SearchIndex bot={bot} />
      <DangerZone bot={bot} />
    </Stack>
  );
}

function Configuration({ bot }: { bot: Bot }) {
  const settings = useSettings<Values, Bot>({
    saved: bot,
    valuesOf: ({ name, description, config }) => ({ name, description, config }),
    save: ({ config, ...values }) =>
      ok(
        api.PATCH('/api/v1/bots/{botId}', {
          params: { path: { botId: bot.id } },
          body: {
            ...values,
            config: {
              ...config,
              suggestedQuestions: config.suggestedQuestions.filter((text) => text.trim()),
            },
          },
        }),
      ),
    onSaved: (saved) => {
      queryClient.setQueryData(botQuery(bot.id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['bots'] });
    },
  });
  const { form } = settings;
  return (
    <SettingsForm settings={settings} gap="lg">
      <Identity form={form} />
      <Answers form={form} />
      <Conversation form={form} />
    </SettingsForm>
  );
}

function Identity({ form }: { form: Form }) {
  const { t } = useTranslation('bots');
  return (
    <Section title={t('settings.identity')}>
      <TextInput required maxLength={120} label={t('make.name')} {...form.getInputProps('name')} />
      <Textarea
        autosize
        minRows={2}
        maxLength={1000}
        label={t('make.description')}
        description={t('make.descriptionHint')}
        {...form.getInputProps('description')}
      />
    </Section>
  );
}

function Answers({ form }: { form: Form }) {
  const { t, i18n } = useTranslation('bots');
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' });
  const { config } = form.values;
  const languages = LANGUAGES.includes(config.language) ? LANGUAGES : [...LANGUAGES, config.language];
  return (
    <Section title={t('settings.answers')}>
      <Textarea
        autosize
        minRows={4}
        maxRows={16}
        label={t('settings.systemPrompt')}
        description={t('settings.systemPromptHint')}
        {...form.getInputProps('config.systemPrompt')}
      />
      <TextInput
        label={t('settings.model')}
        description={t('settings.modelHint')}
        placeholder={t('settings.modelDefault')}
        {...form.getInputProps('config.model')}
        value={config.model ?? ''}
        onChange={(event) => form.setFieldValue('config.model', event.currentTarget.value || null)}
      />
      <Stack gap={4}>
        <Text size="sm" fw={600} id="temperature">
          {t('settings.temperature')}
        </Text>
        <Text size="xs" c="var(--kyro-muted)">
          {t('settings.temperatureHint')}
        </Text>
        <Slider
          min={0}
          max={2}
          step={0.1}
          thumbLabel={t('settings.temperature')}
          {...form.getInputProps('config.temperature')}
        />
        <Ends from={t('settings.precise')} to={t('settings.free')} />
      </Stack>
      <Group grow align="flex-start">
        <NumberInput
          min={1}
          max={20}
          label={t('settings.topK')}
          description={t('settings.topKHint')}
          {...form.getInputProps('config.topK')}
        />
        <NumberInput
          min={1}
          max={8192}
          step={256}
          label={t('settings.maxOutputTokens')}
          description={t('settings.maxOutputTokensHint')}
          {...form.getInputProps('config.maxOutputTokens')}
        />
      </Group>
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          {t('settings.vectorWeight')}
        </Text>
        <Text size="xs" c="var(--kyro-muted)">
          {t('settings.vectorWeightHint')}
        </Text>
        <Slider
          min={0}
          max={1}
          step={0.05}
          thumbLabel={t('settings.vectorWeight')}
          {...form.getInputProps('config.vectorWeight')}
        />
        <Ends from={t('settings.words')} to={t('settings.meaning')} />
      </Stack>
      <Select
        searchable
        allowDeselect={false}
        label={t('settings.language')}
        description={t('settings.languageHint')}
        data={languages.map((tag) => ({
          value: tag,
          label: tag === 'auto' ? t('settings.languageAuto') : (names.of(tag) ?? tag),
        }))}
        {...form.getInputProps('config.language')}
      />
      <Textarea
        autosize
        minRows={2}
        label={t('settings.fallback')}
        description={t('settings.fallbackHint')}
        {...form.getInputProps('config.fallbackMessage')}
      />
    </Section>
  );
}

function Conversation({ form }: { form: Form }) {
  const { t } = useTranslation('bots');
  const questions = form.values.config.suggestedQuestions;
  return (
    <Section title={t('settings.conversation')}>
      <Textarea
        autosize
        minRows={2}
        label={t('settings.welcome')}
        description={t('settings.welcomeHint')}
        {...form.getInputProps('config.welcomeMessage')}
      />
      <Stack gap="xs" role="group" aria-label={t('settings.suggested')}>
        <Text size="sm" fw={600}>
          {t('settings.suggested')}
        </Text>
        <Text size="xs" c="var(--kyro-muted)">
          {t('settings.suggestedHint')}
        </Text>
        {questions.map((_, index) => (
          <Group key={index} gap="xs" wrap="nowrap">
            <TextInput
              flex={1}
              aria-label={t('settings.question', { number: index + 1 })}
              {...form.getInputProps(`config.suggestedQuestions.${index}`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('settings.removeQuestion', { number: index + 1 })}
              onClick={() => form.removeListItem('config.suggestedQuestions', index)}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        {questions.length < MAX_QUESTIONS && (
          <Button
            variant="light"
            size="xs"
            w="fit-content"
            leftSection={<IconPlus size={14} />}
            onClick={() => form.insertListItem('config.suggestedQuestions', '')}
          >
            {t('settings.addQuestion')}
          </Button>
        )}
      </Stack>
    </Section>
  );
}

function DangerZone({ bot }: { bot: Bot }) {
  const { t } = useTranslation('bots');
  const navigate = useNavigate();
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--kyro-surface)" component="section">
      <Group justify="space-between" wrap="wrap">
        <Stack gap={2} maw={460}>
          <Title order={2} size="h4">
            {t('danger.title')}
          </Title>
          <Text size="sm" c="var(--kyro-muted)">
            {t('danger.text')}
          </Text>
        </Stack>
        <ConfirmButton
          title={t('danger.confirmTitle', { name: bot.name })}
          explanation={t('danger.confirmText')}
          typed={bot.name}
          onConfirm={async () => {
            await ok(api.DELETE('/api/v1/bots/{botId}', { params: { path: { botId: bot.id } } }));
            void queryClient.invalidateQueries({ queryKey: ['bots'] });
            await navigate({ to: '/bots', ignoreBlocker: true });
            queryClient.removeQueries(botQuery(bot.id));
          }}
        >
          {t('danger.action')}
        </ConfirmButton>
      </Group>
    </Paper>
  );
}

/** What the ends of a slider mean. */
function Ends({ from, to }: { from: string; to: string }) {
  return (
    <Group justify="space-between" fz="xs" c="var(--kyro-muted)">
      <span>{from}</span>
      <span>{to}</span>
    </Group>
  );
}
