'use client'

import { Button, Checkbox } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RecoveryCodes } from '../factors/index.ts'
import classes from './entry.module.css'

interface RecoveryCodesStepProps {
  readonly codes: readonly string[]
  readonly email: string
  readonly step: string
  readonly onDone: () => void
}

/** The codes, this once; going on needs the word that they are kept. */
export function RecoveryCodesStep({ codes, email, step, onDone }: RecoveryCodesStepProps) {
  const translate = useTranslations('setup.codes')
  const [kept, setKept] = useState(false)
  return (
    <div>
      <p className={classes.step}>{step}</p>
      <h1>{translate('title')}</h1>
      <p className={classes.intro}>{translate('intro')}</p>
      <RecoveryCodes codes={codes} email={email} />
      <div className={classes.actions}>
        <Checkbox label={translate('kept')} checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
      </div>
      <div className={classes.actions}>
        <Button variant="filled" size="md" fullWidth disabled={!kept} onClick={onDone}>
          {translate('done')}
        </Button>
      </div>
    </div>
  )
}
