'use client'

import { Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import ReturnForm, { type ReturnFormProps } from './return-form.tsx'
import classes from './wall-notice.module.css'

interface WallDialogProps extends ReturnFormProps {
  readonly onClose: () => void
}

export default function WallDialog({ onClose, ...returnProps }: WallDialogProps) {
  const translate = useTranslations('presence')
  return (
    <Modal opened onClose={onClose} size={400} title={translate('title')} closeButtonProps={{ 'aria-label': translate('close') }}>
      <p className={classes.why}>{translate('why')}</p>
      <ReturnForm {...returnProps} />
    </Modal>
  )
}
