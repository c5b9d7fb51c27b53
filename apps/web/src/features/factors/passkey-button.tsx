'use client'

import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './passkey-button.module.css'

/** The other way beside what is typed: "or", and the passkey. */
export function PasskeyButton({ busy, onPress }: { readonly busy: boolean; readonly onPress: () => void }) {
  const translate = useTranslations('factors')
  return (
    <>
      <p className={classes.or}>{translate('or')}</p>
      <Button
        size="md"
        fullWidth
        disabled={busy}
        leftSection={<IconFingerprint size={16} stroke={1.6} aria-hidden="true" />}
        onClick={onPress}
      >
        {translate('usePasskey')}
      </Button>
    </>
  )
}
