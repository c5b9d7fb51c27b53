'use client'

import type { ListedException } from '@counterfoil/services/funds'
import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { BOARD_EVERY_MS } from '../board-every.ts'
import { TableExport } from '../tables/table-export.tsx'
import { ExceptionEntry } from './exception-entry.tsx'
import { ExceptionGroupRow } from './exception-group.tsx'
import classes from './exception-queue.module.css'
import { groupExceptions } from './group-exceptions.ts'
import { ResolutionLimit } from './resolution-limit.tsx'

const views = ['waiting', 'to_approve', 'closed_today', 'silenced'] as const
type View = (typeof views)[number]

const MOST = 500
/** As many rows as stand beside the rest of the page; the list is worked from the top. */
const AT_FIRST = 16

interface ExceptionQueueProps {
  readonly mayHandle: boolean
  readonly mayLink?: boolean
  readonly personId: string
  readonly mayLimit?: boolean
  /** The exception behind something else on the page; a new object for each time it is asked for. */
  readonly sought?: { readonly key: string } | null
}

/** What somebody has to decide, the worst first, several of one cause in one row; opening one shows what is known and what can be done. */
export function ExceptionQueue({ mayHandle, mayLink = false, personId, mayLimit = false, sought = null }: ExceptionQueueProps) {
  const translate = useTranslations('funds.exceptions')
  const api = useApi()
  const [view, setView] = useState<View>('waiting')
  const [open, setOpen] = useState<string | null>(null)
  const [openGroup, setOpenGroup] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  useEffect(() => {
    if (sought === null) return
    setView('waiting')
    setAll(true)
    setOpen(sought.key)
  }, [sought])
  const list = useQuery(api.funds.exceptions.queryOptions({ view, limit: MOST }, { refetchInterval: BOARD_EVERY_MS }))
  const counts = list.data?.counts
  const entry = (exception: ListedException) => (
    <ExceptionEntry
      key={exception.key}
      exception={exception}
      open={open === exception.key}
      sought={sought?.key === exception.key}
      onOpen={() => setOpen(open === exception.key ? null : exception.key)}
      mayHandle={mayHandle}
      mayLink={mayLink}
      personId={personId}
    />
  )
  const groups = groupExceptions(list.data?.exceptions ?? [])
  const isSought = ({ key }: ListedException) => key === sought?.key && key === open
  const countOf = {
    waiting: counts?.waiting,
    to_approve: counts?.toApprove,
    closed_today: counts?.closedToday,
    silenced: counts?.silenced,
  }
  return (
    <Section
      title={translate('title')}
      note={translate('note')}
      aside={<TableExport name={translate('title')} table="exceptions" query={{ view }} />}
    >
      <SegmentedControl
        fullWidth
        aria-label={translate('views')}
        value={view}
        onChange={(value) => setView(views.find((one) => one === value) ?? 'waiting')}
        data={views.map((value) => ({
          value,
          label: `${translate(`view.${value}`)}${countOf[value] ? ` ${countOf[value]}` : ''}`,
        }))}
      />
      {list.data !== undefined ? (
        list.data.exceptions.length === 0 ? (
          <p className={classes.quiet}>{translate(`empty.${view}`)}</p>
        ) : (
          <ul className={classes.list}>
            {groups.slice(0, all ? undefined : AT_FIRST).map((group) =>
              group.exceptions.length === 1 ? (
                entry(group.first)
              ) : (
                <ExceptionGroupRow
                  key={group.key}
                  group={group}
                  open={openGroup === group.key || group.exceptions.some(isSought)}
                  onOpen={() => setOpenGroup(openGroup === group.key ? null : group.key)}
                >
                  {group.exceptions.map(entry)}
                </ExceptionGroupRow>
              ),
            )}
          </ul>
        )
      ) : list.error === null ? (
        <div style={{ minHeight: 400 }} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={list.error.message} onRetry={() => list.refetch()} />
      )}
      {groups.length > AT_FIRST ? (
        <Button variant="default" onClick={() => setAll(!all)}>
          {all ? translate('fewer') : translate('rest', { count: groups.length - AT_FIRST })}
        </Button>
      ) : null}
      {list.data?.more ? <p className={classes.quiet}>{translate('more', { count: list.data.exceptions.length })}</p> : null}
      {mayHandle ? <ResolutionLimit mayChange={mayLimit} /> : null}
    </Section>
  )
}
