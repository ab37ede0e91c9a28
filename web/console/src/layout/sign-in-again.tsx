import { Anchor, Box, Center, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { signedIn, signedOut, useUser } from '../api/session.js';
import { SignInForm } from '../features/auth/sign-in-form.js';
import { Logo } from './logo.js';

/** Above everything, dialogs included. */
const ABOVE = 10_000;

/** Over a page whose session is over: it stays as it is below, with everything typed, and is not to be seen meanwhile. */
export function SignInAgain() {
  const { t } = useTranslation('auth');
  const { email } = useUser();
  return (
    <Modal
      opened
      fullScreen
      zIndex={ABOVE}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      onClose={() => undefined}
      transitionProps={{ duration: 0 }}
      aria-label={t('again.title')}
      styles={{ content: { background: 'var(--kyro-page)' } }}
    >
      <Center mih="calc(100dvh - 2rem)">
        <Stack w="100%" maw={420} gap="lg">
          <Center>
            <Logo />
          </Center>
          <Paper p={{ base: 'lg', xs: 'xl' }} radius="lg" withBorder shadow="sm" bg="var(--kyro-surface)">
            <Title order={2} ta="center" mb={4}>
              {t('again.title')}
            </Title>
            <Text c="var(--kyro-muted)" size="sm" ta="center">
              {t('again.text')}
            </Text>
            <Text size="sm" ta="center" mt="xs" style={{ overflowWrap: 'anywhere' }}>
              {t('again.as', { email })}
            </Text>
            <Box mt="lg">
              <SignInForm email={email} onDone={signedIn} />
            </Box>
          </Paper>
          <Center>
            <Anchor component="button" size="sm" onClick={signedOut}>
              {t('again.other')}
            </Anchor>
          </Center>
        </Stack>
      </Center>
    </Modal>
  );
}
