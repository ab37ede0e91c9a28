import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { updateUser, useUser } from '../../api/session.js';
import { Section } from '../../components/section.js';
import { SettingsForm } from '../../forms/settings-form.js';
import { useSettings } from '../../forms/use-settings.js';
import { type Language, LANGUAGES, speak } from '../../i18n/i18n.js';

/** Name, and the language of mails and of the console. */
export function ProfileForm() {
  const { t } = useTranslation('account');
  const user = useUser();
  const settings = useSettings({
    saved: user,
    valuesOf: ({ name, locale }) => ({ name, locale: locale as Language }),
    save: (body) => ok(api.PATCH('/api/v1/auth/me', { body })),
    onSaved: async (saved) => {
      updateUser(saved);
      // The name stands in the lists of members.
      void queryClient.invalidateQueries({ queryKey: ['members'] });
      await speak(saved.locale as Language);
    },
  });
  const { form } = settings;
  return (
    <Section title={t('profile.you')}>
      <SettingsForm settings={settings}>
        <TextInput
          required
          maxLength={120}
          autoComplete="name"
          label={t('profile.name')}
          description={t('profile.nameHint')}
          {...form.getInputProps('name')}
        />
        <NativeSelect
          label={t('profile.locale')}
          description={t('profile.localeHint')}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('locale')}
        />
      </SettingsForm>
    </Section>
  );
}
