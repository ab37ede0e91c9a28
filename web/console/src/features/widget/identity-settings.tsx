import { Alert, Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { CopyField } from '../../components/copy-field.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import type { Bot } from '../bots/bot.query.js';
import type { WidgetForm } from './widget-values.js';

/** Whether the site tells its own users apart, and the secret with which it proves who they are. */
export function IdentitySettings({ form, bot }: { form: WidgetForm; bot: Bot }) {
  const { t } = useTranslation('widget');
  const secret = useMutation({
    mutationFn: () =>
      ok(api.POST('/api/v1/bots/{botId}/widget/identity-secret', { params: { path: { botId: bot.id } } })),
  });
  return (
    <Section title={t('identity.title')} description={t('identity.text')}>
      <SegmentedControl
        aria-label={t('identity.title')}
        data={['off', 'optional', 'required'].map((value) => ({ value, label: t(`option.${value}`) }))}
        {...form.getInputProps('identity')}
      />
      {form.values.identity !== 'off' && (
        <Stack>
          <ProblemAlert error={secret.error} />
          {secret.data && (
            <>
              <Alert color="yellow">{t('identity.once')}</Alert>
              <CopyField value={secret.data.secret} label={t('identity.secret')} />
            </>
          )}
          <Group>
            <Button
              variant="default"
              loading={secret.isPending}
              onClick={() => {
                if (window.confirm(t('identity.confirm'))) secret.mutate();
              }}
            >
              {t('identity.new')}
            </Button>
          </Group>
        </Stack>
      )}
    </Section>
  );
}
