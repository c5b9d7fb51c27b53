'use client'

import { Button, Checkbox } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import classes from './entry.module.css'

interface RecoveryCodesStepProps {
  readonly codes: readonly string[]
  readonly step: string
  readonly onDone: () => void
}

/** The codes, this once; going on needs the word that they are kept. */
export function RecoveryCodesStep({ codes, step, onDone }: RecoveryCodesStepProps) {
  const translate = useTranslations('setup.codes')
  const common = useTranslations('common')
  const [kept, setKept] = useState(false)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'))
    setCopied(true)
  }
  return (
    <div>
      <p className={classes.step}>{step}</p>
      <h1>{translate('title')}</h1>
      <p className={classes.intro}>{translate('intro')}</p>
      <ul className={classes.codes} aria-label={translate('list')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button onClick={copy}>{copied ? common('copied') : translate('copy')}</Button>
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
