'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'

/** A code by which an agent joins this store. */
export function CodePart({ storeId }: { readonly storeId: number }) {
  const translate = useTranslations('commissioning.integration')
  const words = useRefusalWords('commissioning')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const api = useApi()
  const made = useMutation(api.commissioning.makeCode.mutationOptions())
  return (
    <>
      <ProblemLine text={made.error === null ? null : words(made.error)} />
      {made.data === undefined ? (
        <div className={classes.buttons}>
          <Button loading={made.isPending} onClick={() => made.mutate({ storeId })}>
            {translate('makeCode')}
          </Button>
          <span className={classes.quiet}>{translate('codeWhy')}</span>
        </div>
      ) : (
        <div role="status">
          <output className={classes.code} aria-label={translate('code')}>
            {made.data.code}
          </output>
          <p className={classes.quiet}>
            {translate('codeOnce', { time: formatDateTime(made.data.expiresAt.getTime(), place, nowMs) })} {translate('codeWhy')}
          </p>
        </div>
      )}
    </>
  )
}
