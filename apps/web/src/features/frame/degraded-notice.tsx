'use client'

import { useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useTranslations } from 'next-intl'
import { Glyph } from '../../components/status/glyph.tsx'
import type { AppRouter } from '../../server/root.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './degraded-notice.module.css'
import { useDatabaseState } from './use-database-state.ts'

type Degraded = inferRouterOutputs<AppRouter>['frame']['degraded']

interface DegradedNoticeProps {
  /** As it was when the page was drawn; undefined where that could not be read. */
  readonly initial: Degraded | undefined
}

const ASK_AGAIN_MS = 10_000

/** Above every page, while something is missing: what it is, what that means for what is shown, and that nothing is lost. */
export function DegradedNotice({ initial }: DegradedNoticeProps) {
  const translate = useTranslations('frame.degraded')
  const api = useApi()
  const { data, isError } = useQuery({
    ...api.frame.degraded.queryOptions(undefined, { refetchInterval: ASK_AGAIN_MS }),
    ...(initial && { initialData: initial }),
  })
  const database = useDatabaseState(isError)
  const lines: string[] = []
  if (database === 'away' || database === 'migrating') lines.push(translate(database))
  else if (data !== undefined) {
    const { alive, gone, lineAway, replica } = data
    if (alive === 0) lines.push(translate('noHub'))
    else if (gone > 0) lines.push(translate('hubGone', { gone, all: alive + gone }))
    if (lineAway) lines.push(translate('lineAway'))
    if (replica !== 'good') lines.push(translate(replica === 'late' ? 'replicaLate' : 'replicaAway'))
  }
  if (lines.length === 0) return null
  return (
    <section className={classes.notice} aria-label={translate('title')}>
      {lines.map((line) => (
        <p key={line} className={classes.line}>
          <Glyph name="warn" tone="warn" />
          <span role="status">{line}</span>
        </p>
      ))}
    </section>
  )
}
