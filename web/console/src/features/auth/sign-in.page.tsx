import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { signedIn } from '../../api/session.js';
import { AnchorLink } from '../../components/links.js';
import { type Language, speak } from '../../i18n/i18n.js';
import { AuthLayout } from './auth-layout.js';
import { safePath } from './next.js';
import { SampleLink } from './sample-link.js';
import { SignInForm } from './sign-in-form.js';
import { useOnceSignedIn } from './use-once-signed-in.js';

export function SignInPage() {
  const { t } = useTranslation('auth');
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const go = () => void navigate({ href: safePath(next), replace: true });
  useOnceSignedIn(go);
  return (
    <AuthLayout
      title={t('signIn.title')}
      footer={
        <>
          {t('signIn.new')}{' '}
          <AnchorLink to="/sign-up" search={{ next }}>
            {t('signIn.signUp')}
          </AnchorLink>
          <SampleLink />
        </>
      }
    >
      <SignInForm
        hint={
          <AnchorLink to="/forgot-password" size="sm" ta="end">
            {t('signIn.forgot')}
          </AnchorLink>
        }
        onDone={async (answer) => {
          // The account's language, whatever this browser has spoken before.
          await speak(answer.user.locale as Language);
          signedIn(answer);
        }}
      />
    </AuthLayout>
  );
}
