'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Columns } from '../../../components/columns/columns.tsx'
import { EmptyState } from '../../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { FreshnessIndicator } from '../../../components/frame/freshness-indicator.tsx'
import { Page } from '../../../components/frame/page.tsx'
import { ScopePicker } from '../../../components/scope/scope-picker.tsx'
import { useScope } from '../../../components/scope/use-scope.ts'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { BOARD_EVERY_MS } from '../board-every.ts'
import { ExceptionQueue } from '../exceptions/exception-queue.tsx'
import { TableExport } from '../tables/table-export.tsx'
import { useFundsNews } from '../use-funds-news.ts'
import { BoardFigures } from './board-figures.tsx'
import { BrokenSumsSection } from './broken-sums-section.tsx'
import { FileCalendarSection } from './file-calendar-section.tsx'
import { ForecastSection } from './forecast-section.tsx'
import classes from './funds-page.module.css'
import { OwedTable } from './owed-table.tsx'
import { SilentTerminalsSection } from './silent-terminals-section.tsx'

/** Below all that is looked at first. */
const ClaimsLetter = dynamic(() => import('../exceptions/claims-letter.tsx'), { ssr: false })

interface FundsPageProps {
  readonly mayHandle: boolean
  readonly mayLink: boolean
  readonly mayLimit: boolean
  /** Payouts and bank lines belong to no store. */
  readonly wholeChain: boolean
  readonly personId: string
}

/** Did the money arrive: who owes what since when, which files are missing, and what somebody has to decide. */
export function FundsPage({ mayHandle, mayLink, mayLimit, wholeChain, personId }: FundsPageProps) {
  const translate = useTranslations('funds')
  const api = useApi()
  useFundsNews()
  const { scope, setScope } = useScope()
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const board = useQuery(api.funds.board.queryOptions({ scope }, { refetchInterval: BOARD_EVERY_MS }))
  const rates = useQuery(api.funds.rates.queryOptions(undefined, { staleTime: 600_000 }))
  const [sought, setSought] = useState<{ readonly key: string } | null>(null)
  const failed = board.error ?? rates.error
  return (
    <Page
      title={translate('title')}
      titleShown={false}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={setScope} />}
      freshness={<FreshnessIndicator mode="as-of" {...(board.data === undefined ? {} : { asOfMs: board.data.asOfMs })} />}
    >
      {board.data !== undefined && rates.data !== undefined ? (
        <>
          <BoardFigures board={board.data} rates={rates.data} />
          <Columns
            main={
              <>
                {board.data.owed.length === 0 && board.data.notTold.length === 0 ? (
                  <EmptyState title={translate('none')} why={translate('noneWhy')} />
                ) : (
                  <OwedTable board={board.data} rates={rates.data} />
                )}
                <BrokenSumsSection
                  sums={board.data.brokenSums}
                  broken={board.data.identities.reduce((all, one) => all + one.broken, 0)}
                  checked={board.data.identities.reduce((all, one) => all + one.held + one.broken, 0)}
                  onException={(key) => setSought({ key })}
                />
                <SilentTerminalsSection scope={scope} />
                <FileCalendarSection />
                <ForecastSection scope={scope} rates={rates.data} />
                {wholeChain ? (
                  <Section title={translate('tables.title')} note={translate('tables.note')}>
                    <div className={classes.tables}>
                      {(['payouts', 'bank_lines'] as const).map((table) => (
                        <span key={table}>
                          {translate(`tables.${table}`)}{' '}
                          <TableExport name={translate(`tables.${table}`)} table={table} query={{}} />
                        </span>
                      ))}
                    </div>
                  </Section>
                ) : null}
              </>
            }
            side={
              <>
                <ExceptionQueue mayHandle={mayHandle} mayLink={mayLink} mayLimit={mayLimit} personId={personId} sought={sought} />
                {mayHandle ? <ClaimsLetter /> : null}
              </>
            }
          />
        </>
      ) : failed === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={failed.message} onRetry={() => board.refetch()} />
        </div>
      )}
    </Page>
  )
}
