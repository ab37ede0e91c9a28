import { Alert, Grid, Group, Switch, Text } from '@mantine/core';
import { useDebouncedValue, useDocumentTitle } from '@mantine/hooks';
import { IconInfoCircle } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok, type Schemas } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { AnchorExternal } from '../../components/anchor-external.js';
import { CopyField } from '../../components/copy-field.js';
import { SettingsForm } from '../../forms/settings-form.js';
import { useSettings } from '../../forms/use-settings.js';
import { Section } from '../../components/section.js';
import { type Bot, useBot } from '../bots/bot.query.js';
import { IdentitySettings } from './identity-settings.js';
import { LookSettings } from './look-settings.js';
import { TextSettings } from './text-settings.js';
import { WidgetPreview } from './widget-preview.js';
import { widgetQuery } from './widget.query.js';
import type { WidgetForm, WidgetValues } from './widget-values.js';

/** How the bot looks on a site, and the line that puts it there. */
export function WidgetPage() {
  const { t } = useTranslation('widget');
  const bot = useBot();
  const { data } = useSuspenseQuery(widgetQuery(bot.id));
  useDocumentTitle(`${t('title')} · ${bot.name}`);
  return <Designer key={bot.id} bot={bot} saved={data} />;
}

function Designer({ bot, saved }: { bot: Bot; saved: Schemas['WidgetConfigDto'] }) {
  const settings = useSettings<WidgetValues, Schemas['WidgetConfigDto']>({
    saved,
    valuesOf: (config) => config,
    save: (body) => ok(api.PUT('/api/v1/bots/{botId}/widget', { params: { path: { botId: bot.id } }, body })),
    onSaved: (changed) => void queryClient.setQueryData(['widget', bot.id], changed),
  });
  const form: WidgetForm = settings.form;
  const [shown] = useDebouncedValue(form.values, 300);
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <SettingsForm settings={settings} gap="lg">
          <Embed bot={bot} form={form} />
          <LookSettings form={form} />
          <TextSettings form={form} bot={bot} />
          <IdentitySettings form={form} bot={bot} />
        </SettingsForm>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <WidgetPreview bot={bot} values={shown} />
      </Grid.Col>
    </Grid>
  );
}

function Embed({ bot, form }: { bot: Bot; form: WidgetForm }) {
  const { t } = useTranslation('widget');
  const snippet = `<script src="${location.origin}/widget.js" data-bot="${bot.publicKey}" async></script>`;
  return (
    <Section title={t('embed.title')} description={t('embed.text')}>
      <CopyField value={snippet} label={t('embed.snippet')} />
      {form.values.allowedDomains.length === 0 && (
        <Alert color="yellow" icon={<IconInfoCircle size={18} />}>
          {t('embed.noDomains')}
        </Alert>
      )}
      <Group justify="space-between">
        <Switch label={t('embed.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        <Text size="sm">
          <AnchorExternal href={`/demo/${bot.publicKey}`}>{t('embed.demo')}</AnchorExternal>
        </Text>
      </Group>
    </Section>
  );
}
