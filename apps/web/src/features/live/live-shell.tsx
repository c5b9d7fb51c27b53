'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatClock } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import { ConnectionNotice } from '../../components/frame/connection-notice.tsx'
import { FreshnessIndicator } from '../../components/frame/freshness-indicator.tsx'
import { Page } from '../../components/frame/page.tsx'
import { ScopePicker } from '../../components/scope/scope-picker.tsx'
import { useApi } from '../../trpc/client.tsx'
import type { LiveView } from './live-feed.ts'

interface LiveShellProps {
  readonly title: string
  readonly titleShown?: boolean
  readonly answers?: string
  readonly scope: WatchScope
  readonly onScope: (scope: WatchScope) => void
  /** Which moment, beside the scope. */
  readonly range?: ReactNode
  readonly view: LiveView & { readonly tryNow: () => void }
  readonly children: ReactNode
}

/** A page that follows the hub: scope, how fresh it is, and what to know when the line is lost. */
export function LiveShell({ title, titleShown = true, answers, scope, onScope, range, view, children }: LiveShellProps) {
  const api = useApi()
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const lost = view.link.kind === 'lost' || view.link.kind === 'signed_out'
  return (
    <Page
      title={title}
      titleShown={titleShown}
      {...(answers === undefined ? {} : { answers })}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={onScope} />}
      range={range}
      freshness={
        <FreshnessIndicator
          mode={lost ? 'lost' : view.link.kind === 'live' ? 'live' : 'as-of'}
          {...(view.lastWordMs === null ? {} : { asOfMs: view.lastWordMs })}
        />
      }
      notice={<LostLine view={view} />}
    >
      {children}
    </Page>
  )
}

function LostLine({ view }: { readonly view: LiveShellProps['view'] }) {
  const translate = useTranslations('live.connection')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { link, lastWordMs, error } = view
  if (link.kind !== 'lost' && link.kind !== 'signed_out' && (error === null || view.state === null)) return null
  const showing =
    lastWordMs === null
      ? ''
      : translate('showing', { time: formatClock(lastWordMs, place), age: formatSpan(nowMs - lastWordMs, place.locale) })
  if (link.kind === 'signed_out') {
    return (
      <ConnectionNotice showing={showing}>
        {translate('signedOut')}{' '}
        <a href="/sign-in" data-link>
          {translate('signIn')}
        </a>
      </ConnectionNotice>
    )
  }
  const left = link.kind === 'lost' ? link.nextTryAtMs - nowMs : 0
  return (
    <ConnectionNotice showing={showing} onTryNow={view.tryNow}>
      {link.kind === 'lost'
        ? left < 1_000
          ? translate('trying')
          : translate('lost', { span: formatSpan(left, place.locale) })
        : translate('failed', { reason: error?.message ?? '' })}
    </ConnectionNotice>
  )
}
