'use client'

import { Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { FactorForm } from '../factors/index.ts'
import classes from './step-up-dialog.module.css'

interface StepUpDialogProps {
  readonly email: string
  readonly onShown: () => void
  readonly onClose: () => void
}

export default function StepUpDialog({ email, onShown, onClose }: StepUpDialogProps) {
  const translate = useTranslations('factors.stepUp')
  return (
    <Modal opened onClose={onClose} size={400} title={translate('title')} closeButtonProps={{ 'aria-label': translate('close') }}>
      <p className={classes.why}>{translate('why')}</p>
      <FactorForm email={email} typed={['totp', 'recovery_code']} passkey submit={translate('submit')} onShown={onShown} />
    </Modal>
  )
}
