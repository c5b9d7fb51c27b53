'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import classes from './recovery-codes.module.css'

/** Recovery codes to keep: to be copied or printed alone. */
export function RecoveryCodes({ codes, email }: { readonly codes: readonly string[]; readonly email: string }) {
  const translate = useTranslations('setup.codes')
  const common = useTranslations('common')
  const [copied, setCopied] = useState<'not' | 'yes' | 'refused'>('not')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'))
      setCopied('yes')
    } catch {
      setCopied('refused')
    }
  }
  return (
    <>
      <div data-print-alone>
        <p className={classes.whose}>
          {common('product')} · {email}
        </p>
        <ul className={classes.codes} aria-label={translate('list')}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </div>
      <div className={classes.actions}>
        <Button onClick={() => void copy()}>{copied === 'yes' ? common('copied') : translate('copy')}</Button>
        <Button onClick={() => window.print()}>{translate('print')}</Button>
      </div>
      <p role="status" className={classes.refused}>
        {copied === 'refused' ? translate('copyRefused') : null}
      </p>
    </>
  )
}
