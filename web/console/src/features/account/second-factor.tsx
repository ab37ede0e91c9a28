import { Badge, Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ok } from '../../api/client.js';
import { updateUser, useUser } from '../../api/session.js';
import { Section } from '../../components/section.js';
import { OwnerProofForm } from './owner-proof-form.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondFactorSetup } from './second-factor-setup.js';

/** The authenticator app: setting up, new recovery codes, removing. */
export function SecondFactor() {
  const { t } = useTranslation('account');
  const user = useUser();
  const [settingUp, setup] = useDisclosure(false);
  /** Shown this once. */
  const [codes, setCodes] = useState<string[]>();
  const inForce = user.secondFactor;
  return (
    <Section
      title={t('totp.title')}
      description={t('totp.text')}
      action={
        <Badge variant="light" size="lg" tt="none" color={inForce ? 'kyro' : 'gray'}>
          {inForce ? t('totp.on') : t('totp.off')}
        </Badge>
      }
    >
      {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
      {!codes && settingUp && (
        <SecondFactorSetup
          onCancel={setup.close}
          onDone={(recoveryCodes) => {
            setup.close();
            setCodes(recoveryCodes);
            updateUser({ ...user, secondFactor: true });
          }}
        />
      )}
      {!codes && !settingUp && (
        <Group>
          {inForce ? <InForce onCodes={setCodes} /> : <Button onClick={setup.open}>{t('totp.setUp')}</Button>}
        </Group>
      )}
    </Section>
  );
}

function InForce({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation('account');
  const user = useUser();
  const [renewing, renew] = useDisclosure(false);
  const [removing, remove] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={renew.open}>
        {t('totp.renew')}
      </Button>
      <Button color="red" variant="light" onClick={remove.open}>
        {t('totp.remove')}
      </Button>
      <Modal opened={renewing} onClose={renew.close} title={t('totp.renew')} centered>
        <OwnerProofForm
          explanation={t('totp.renewText')}
          action={t('totp.renewAction')}
          onCancel={renew.close}
          onProof={async (body) => {
            const { recoveryCodes } = await ok(api.POST('/api/v1/auth/totp/recovery-codes', { body }));
            renew.close();
            onCodes(recoveryCodes);
          }}
        />
      </Modal>
      <Modal opened={removing} onClose={remove.close} title={t('totp.removeTitle')} centered>
        <OwnerProofForm
          grave
          explanation={t('totp.removeText')}
          action={t('totp.remove')}
          onCancel={remove.close}
          onProof={async (body) => {
            await ok(api.DELETE('/api/v1/auth/totp', { body }));
            remove.close();
            updateUser({ ...user, secondFactor: false });
            notifications.show({ message: t('totp.removed') });
          }}
        />
      </Modal>
    </>
  );
}
