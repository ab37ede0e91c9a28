import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { queryClient } from '../../api/query-client.js';
import { updateUser, useUser } from '../../api/session.js';
import { ProblemAlert } from '../../components/problem-alert.js';
import { Section } from '../../components/section.js';
import { type Language, LANGUAGES, speak } from '../../i18n/i18n.js';

/** Name, and the language of mails and of the console. */
export function ProfileForm() {
  const { t } = useTranslation(['account', 'common']);
  const user = useUser();
  const form = useForm({ initialValues: { name: user.name, locale: user.locale as Language } });
  const save = useMutation({
    mutationFn: (body: typeof form.values) => ok(api.PATCH('/api/v1/auth/me', { body })),
    onSuccess: async (saved) => {
      updateUser(saved);
      const values = { name: saved.name, locale: saved.locale as Language };
      form.setInitialValues(values);
      form.setValues(values);
      // The name stands in the lists of members.
      void queryClient.invalidateQueries({ queryKey: ['members'] });
      await speak(values.locale);
      notifications.show({ message: t('common:action.saved') });
    },
    onError: (error) => {
      if (isProblem(error)) form.setErrors(error.fields);
    },
  });
  return (
    <Section title={t('profile.you')}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
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
          <ProblemAlert error={save.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('common:action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
