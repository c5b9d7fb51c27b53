'use client'

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import classes from '../../components/notice/critical-notice.module.css'
import { Glyph } from '../../components/status/glyph.tsx'
import { useApi } from '../../trpc/client.tsx'
import { useRefusalWords } from '../factors/index.ts'

const ASK_EVERY_MS = 60_000

/** On every page of whoever reads about people: somebody made an administrator link on the server, until an administrator has seen it. */
export function BreakGlassNotice({ mayAcknowledge }: { readonly mayAcknowledge: boolean }) {
  const translate = useTranslations('breakGlass')
  const api = useApi()
  const queryClient = useQueryClient()
  const words = useRefusalWords()
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { data = [] } = useQuery(api.people.openBreakGlass.queryOptions(undefined, { refetchInterval: ASK_EVERY_MS }))
  const acknowledge = useMutation(
    api.people.acknowledgeBreakGlass.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(api.people.openBreakGlass.queryFilter()),
    }),
  )
  const [newest] = data
  if (newest === undefined) return null
  const { id, usedAt, reason, linkUsed, own } = newest
  return (
    <section className={classes.notice} aria-label={translate('title')}>
      <Glyph name="crit" tone="crit" />
      <div className={classes.words} aria-live="polite">
        <strong>{translate('title')}</strong>{' '}
        {translate(linkUsed ? 'used' : 'open', { time: formatDateTime(usedAt.getTime(), place, nowMs) })}{' '}
        {translate('reason', { reason })} {data.length > 1 ? translate('more', { count: data.length - 1 }) : null}{' '}
        {own ? translate('own') : null}
        {acknowledge.error === null ? null : <p className={classes.problem}>{words(acknowledge.error)}</p>}
      </div>
      {mayAcknowledge && !own ? (
        <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate({ id })}>
          {translate('acknowledge')}
        </Button>
      ) : null}
    </section>
  )
}
