'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Section } from '../../components/section/section.tsx'
import { Glyph } from '../../components/status/glyph.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Problem, RecoveryCodes } from '../factors/index.ts'
import classes from './account-section.module.css'
import { useAccountChange } from './use-account-change.ts'

/** From here on somebody should make new ones before they need them. */
const FEW = 3

/** How many recovery codes are left; new ones are shown this once. */
export function RecoverySection({ left, email }: { readonly left: number; readonly email: string }) {
  const translate = useTranslations('account.recovery')
  const problemId = useId()
  const api = useApi()
  const { problem, saying } = useAccountChange()
  const [asking, setAsking] = useState(false)
  const renew = useMutation(
    api.account.renewRecoveryCodes.mutationOptions({ ...saying(null), onSettled: () => setAsking(false) }),
  )
  return (
    <Section
      title={translate('title')}
      aside={
        <Button className={classes.open} disabled={asking || renew.data !== undefined} onClick={() => setAsking(true)}>
          {translate('renew')}
        </Button>
      }
    >
      {left > FEW ? (
        <p className={classes.state}>{translate('left', { count: left })}</p>
      ) : (
        <p className={classes.low}>
          <Glyph name="warn" tone="warn" />
          <span>{translate('few', { count: left })}</span>
        </p>
      )}
      {asking ? (
        <div className={classes.form}>
          <p className={classes.state}>{translate('sure')}</p>
          <div className={classes.actions}>
            <Button variant="filled" loading={renew.isPending} onClick={() => renew.mutate()}>
              {translate('make')}
            </Button>
            <Button onClick={() => setAsking(false)}>{translate('notNow')}</Button>
          </div>
        </div>
      ) : null}
      {problem === null ? null : <Problem id={problemId} text={problem} />}
      {renew.data === undefined ? null : (
        <div className={classes.form}>
          <p className={classes.state} role="status">
            {translate('keep')}
          </p>
          <RecoveryCodes codes={renew.data.codes} email={email} />
          <div className={classes.actions}>
            <Button variant="filled" onClick={renew.reset}>
              {translate('kept')}
            </Button>
          </div>
        </div>
      )}
    </Section>
  )
}
