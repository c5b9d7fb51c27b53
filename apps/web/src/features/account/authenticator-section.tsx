'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Problem } from '../factors/index.ts'
import classes from './account-section.module.css'
import { Done } from './done.tsx'
import { useAccountChange } from './use-account-change.ts'
import { useDayWord } from './use-day-word.ts'

/** With its QR code, when it is wanted. */
const NewAuthenticator = dynamic(() => import('./new-authenticator.tsx'), { ssr: false })

/** The authenticator app, and how another takes its place. */
export function AuthenticatorSection({ since }: { readonly since: Date | null }) {
  const translate = useTranslations('account.authenticator')
  const { day } = useDayWord()
  const api = useApi()
  const { done, problem, saying } = useAccountChange()
  const begin = useMutation(api.account.beginAuthenticator.mutationOptions(saying(null)))
  const said = saying(translate('done'))
  const finish = useMutation(
    api.account.finishAuthenticator.mutationOptions({
      ...said,
      onSuccess: () => {
        begin.reset()
        return said.onSuccess()
      },
    }),
  )
  return (
    <Section
      title={translate('title')}
      aside={
        begin.data === undefined ? (
          <Button className={classes.open} loading={begin.isPending} onClick={() => begin.mutate()}>
            {translate('replace')}
          </Button>
        ) : (
          <Button className={classes.open} onClick={begin.reset}>
            {translate('close')}
          </Button>
        )
      }
    >
      <p className={classes.state}>{since === null ? translate('connected') : translate('since', { day: day(since) })}</p>
      {begin.data === undefined ? (
        problem === null ? null : (
          <Problem id="authenticator-problem" text={problem} />
        )
      ) : (
        <NewAuthenticator
          uri={begin.data.uri}
          secret={begin.data.secret}
          busy={finish.isPending}
          problem={problem}
          onCode={(code) => finish.mutate({ code })}
        />
      )}
      <Done text={done} />
    </Section>
  )
}
