'use client'

import type { AuditRow, PersonalShown } from '@counterfoil/services/audit'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { initialsOf } from '../../components/frame/initials.ts'
import { Section } from '../../components/section/section.tsx'
import type { EntryBody } from './entry-body.ts'
import classes from './entry-detail.module.css'
import { ProofBadge } from './proof-section.tsx'
import { thingInAddress } from './thing-in-address.ts'
import { useAuditWords } from './use-audit-words.ts'
import type { Proof } from './use-proof.ts'

interface EntryHeadProps {
  readonly row: AuditRow
  readonly body: EntryBody
  readonly personal: readonly PersonalShown[]
  readonly proof: Proof
  readonly beside: boolean
}

/** The entry as a sentence. What was done is read from its bytes; the names are how those meant are called now. */
export function EntryHead({ row, body, personal, proof, beside }: EntryHeadProps) {
  const translate = useTranslations('audit.detail')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const words = useAuditWords()
  const name = words.nameOf({ ...body.actor, name: row.actor.name })
  const target = words.targetOf({ target: { ...body.target, name: row.target.name }, told: row.told })
  const address = personal.find((one) => one.name === 'origin.ip')?.value
  const small = [
    formatDateTime(body.ts, { locale, timeZone }, nowMs),
    body.actor.factors?.join(' + '),
    address,
    body.outcome === 'done' ? null : words.outcome(body.outcome),
    body.reason?.replaceAll('_', ' '),
  ]
  const touched = thingInAddress(body.target)
  return (
    <Section
      title={body.action}
      note={row.index === null ? translate('noNumber') : translate('number', { index: formatCount(row.index, locale) })}
      aside={<ProofBadge proof={proof} />}
    >
      <div className={classes.head}>
        <span className={classes.avatar} aria-hidden="true">
          {initialsOf(name)}
        </span>
        <div className={classes.sentence}>
          <b>{name}</b> {words.action(body.action)}: {target}
          <div className={classes.small}>{small.filter(Boolean).join(' · ')}</div>
        </div>
      </div>
      <div className={classes.links}>
        {beside ? (
          <Link href={`/audit/${body.id}`} data-link>
            {translate('open')}
          </Link>
        ) : null}
        <Link href={`/audit?who=${encodeURIComponent(body.actor.id)}`} data-link>
          {translate('by', { name })}
        </Link>
        {touched === null ? null : (
          <Link href={`/audit?thing=${encodeURIComponent(touched)}`} data-link>
            {translate('touched')}
          </Link>
        )}
      </div>
    </Section>
  )
}
