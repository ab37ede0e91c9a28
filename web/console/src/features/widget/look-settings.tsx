import { ColorInput, Group, Input, SegmentedControl, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Section } from '../../components/section.js';
import type { WidgetForm } from './widget-values.js';

const SWATCHES = [
  '#0f766e',
  '#2563eb',
  '#7c3aed',
  '#db2777',
  '#dc2626',
  '#ea580c',
  '#ca8a04',
  '#16a34a',
  '#1f2937',
];

export function LookSettings({ form }: { form: WidgetForm }) {
  const { t } = useTranslation('widget');
  return (
    <>
      <Section title={t('domains.title')} description={t('domains.text')}>
        <TagsInput
          aria-label={t('domains.title')}
          placeholder="example.com"
          splitChars={[',', ' ']}
          maxTags={50}
          clearable
          {...form.getInputProps('allowedDomains')}
        />
      </Section>
      <Section title={t('look.title')}>
        <ColorInput
          label={t('look.color')}
          format="hex"
          swatches={SWATCHES}
          swatchesPerRow={9}
          eyeDropperButtonProps={{ 'aria-label': t('look.pick') }}
          {...form.getInputProps('theme.primaryColor')}
        />
        <Group grow align="flex-start">
          <Choice form={form} name="theme.mode" label={t('look.mode')} options={['auto', 'light', 'dark']} />
          <Choice form={form} name="theme.position" label={t('look.position')} options={['left', 'right']} />
        </Group>
        <Choice
          form={form}
          name="theme.launcherIcon"
          label={t('look.icon')}
          options={['chat', 'question', 'spark']}
        />
        <Switch
          label={t('look.sources')}
          description={t('look.sourcesHint')}
          {...form.getInputProps('showSources', { type: 'checkbox' })}
        />
      </Section>
    </>
  );
}

interface ChoiceProps {
  form: WidgetForm;
  name: 'theme.mode' | 'theme.position' | 'theme.launcherIcon';
  label: string;
  options: string[];
}

function Choice({ form, name, label, options }: ChoiceProps) {
  const { t } = useTranslation('widget');
  return (
    <Input.Wrapper label={label} labelElement="div">
      <SegmentedControl
        fullWidth
        mt={4}
        aria-label={label}
        data={options.map((value) => ({ value, label: t(`option.${value}`) }))}
        {...form.getInputProps(name)}
      />
    </Input.Wrapper>
  );
}
