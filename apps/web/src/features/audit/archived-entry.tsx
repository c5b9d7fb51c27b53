'use client'

import type { AuditEntryDetail } from '@counterfoil/services/audit'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './entry-detail.module.css'
import { NeighboursSection } from './neighbours-section.tsx'
import { PersonalSection } from './personal-section.tsx'
import { ProofBadge, ProofSection } from './proof-section.tsx'
import { useArchivedFacts } from './use-archived-facts.ts'
import { useMonthName } from './use-month-name.ts'
import type { Proof } from './use-proof.ts'

interface ArchivedEntryProps {
  readonly detail: AuditEntryDetail
  readonly proof: Proof
  readonly beside: boolean
  readonly erasable: string | null
}

/** An entry whose bytes lie in the archive: its line as the database has it, where the rest is, and the proof of its hash. */
export function ArchivedEntry({ detail, proof, beside, erasable }: ArchivedEntryProps) {
  const translate = useTranslations('audit.detail')
  const locale = useLocale()
  const nameOf = useMonthName()
  const { row, archive, personal, sameRequest, around } = detail
  const facts = useArchivedFacts(row)
  return (
    <div className={beside ? classes.one : classes.two}>
      <div className={classes.part}>
        <Section
          title={row.action}
          note={row.index === null ? translate('noNumber') : translate('number', { index: formatCount(row.index, locale) })}
          aside={<ProofBadge proof={proof} />}
        >
          <FactList facts={facts} />
          {beside ? (
            <div className={classes.links}>
              <Link href={`/audit/${row.id}`} data-link>
                {translate('open')}
              </Link>
            </div>
          ) : null}
        </Section>
        {archive === null ? null : (
          <Section title={translate('archived')}>
            {archive.pruned ? (
              <p className={classes.quiet}>{translate('archivedGone', { month: nameOf(archive.month) })}</p>
            ) : (
              <>
                <p className={classes.quiet}>{translate('archivedIn', { file: archive.file, month: nameOf(archive.month) })}</p>
                <p className={classes.quiet}>
                  {translate('archivedHow')} <code>counterfoil audit restore {archive.month}</code>
                </p>
              </>
            )}
          </Section>
        )}
        <PersonalSection personal={personal} erasable={beside ? null : erasable} />
      </div>
      <div className={classes.part}>
        <ProofSection proof={proof} />
        <NeighboursSection row={row} sameRequest={sameRequest} around={around} />
      </div>
    </div>
  )
}
