import { Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Section } from '../../components/section.js';
import type { Bot } from '../bots/bot.query.js';
import type { WidgetForm } from './widget-values.js';

/** The languages that the widget speaks by itself. */
const LANGUAGES = ['en', 'es', 'fr', 'de', 'it', 'pt', 'nl', 'pl', 'ar', 'zh'];
const FIELDS = ['title', 'subtitle', 'placeholder', 'launcherLabel', 'welcomeMessage'] as const;

/** The site's own words, by language; what is left empty is built in. */
export function TextSettings({ form, bot }: { form: WidgetForm; bot: Bot }) {
  const { t, i18n } = useTranslation('widget');
  const [language, setLanguage] = useState(Object.keys(form.values.texts)[0] ?? i18n.language);
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' });
  const languages = [...new Set([...LANGUAGES, ...Object.keys(form.values.texts)])];
  const change = (field: (typeof FIELDS)[number], value: string) => {
    const { [field]: _, ...rest } = form.values.texts[language] ?? {};
    const own = value ? { ...rest, [field]: value } : rest;
    const { [language]: __, ...others } = form.values.texts;
    form.setFieldValue('texts', Object.keys(own).length > 0 ? { ...others, [language]: own } : others);
  };
  return (
    <Section title={t('texts.title')} description={t('texts.text')}>
      <Select
        allowDeselect={false}
        label={t('texts.language')}
        data={languages.map((tag) => ({
          value: tag,
          label: `${names.of(tag) ?? tag}${form.values.texts[tag] ? ' ·' : ''}`,
        }))}
        value={language}
        onChange={(value) => value && setLanguage(value)}
      />
      <Stack>
        {FIELDS.map((field) => {
          const Field = field === 'welcomeMessage' ? Textarea : TextInput;
          return (
            <Field
              key={field}
              label={t(`texts.${field === 'title' ? 'heading' : field}`)}
              placeholder={
                field === 'title' ? bot.name : field === 'welcomeMessage' ? bot.config.welcomeMessage : ''
              }
              value={form.values.texts[language]?.[field] ?? ''}
              error={form.errors[`texts.${language}.${field}`]}
              onChange={(event) => change(field, event.currentTarget.value)}
            />
          );
        })}
      </Stack>
    </Section>
  );
}
