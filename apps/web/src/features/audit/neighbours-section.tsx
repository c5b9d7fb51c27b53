'use client'

import type { AuditRow } from '@counterfoil/services/audit'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatClock } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { Glyph } from '../../components/status/glyph.tsx'
import classes from './entry-detail.module.css'
import { useAuditWords } from './use-audit-words.ts'

interface NeighboursSectionProps {
  readonly row: AuditRow
  readonly sameRequest: readonly AuditRow[]
  readonly around: readonly AuditRow[]
}

/** What else the same request did, and the same person in the hour around it. */
export function NeighboursSection({ row, sameRequest, around }: NeighboursSectionProps) {
  const translate = useTranslations('audit.detail')
  const words = useAuditWords()
  return (
    <>
      {sameRequest.length === 0 ? null : (
        <Section title={translate('sameRequest')} note={translate('count', { count: sameRequest.length })}>
          <Neighbours rows={sameRequest} />
        </Section>
      )}
      {row.actor.type === 'system' ? null : (
        <Section
          title={translate('around', { name: words.nameOf(row.actor) })}
          note={around.length === 0 ? null : translate('count', { count: around.length })}
        >
          {around.length === 0 ? <p className={classes.quiet}>{translate('none')}</p> : <Neighbours rows={around} />}
        </Section>
      )}
    </>
  )
}

function Neighbours({ rows }: { readonly rows: readonly AuditRow[] }) {
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const words = useAuditWords()
  return (
    <ul className={classes.list}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link className={classes.neighbour} href={`/audit/${row.id}`}>
            <span>{formatClock(row.recordedAtMs, place)}</span>
            <code>{row.action}</code>
            <span>
              {row.outcome === 'done' ? null : <Glyph name="no" tone="ink" label={words.outcome(row.outcome)} />}{' '}
              {words.targetOf(row)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
