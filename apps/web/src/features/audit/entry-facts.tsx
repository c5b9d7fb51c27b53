'use client'

import type { AuditRow } from '@counterfoil/services/audit'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import type { EntryBody } from './entry-body.ts'
import { useAuditWords } from './use-audit-words.ts'

/** Everything else the bytes say, and the database's own clock beside theirs. */
export function EntryFacts({ row, body }: { readonly row: AuditRow; readonly body: EntryBody }) {
  const translate = useTranslations('audit.detail')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const words = useAuditWords()
  const time = (ms: number) => formatDateTime(ms, { locale, timeZone }, nowMs)
  const fact = (label: string, value: ReactNode, code = false): Fact[] =>
    value === undefined || value === '' ? [] : [{ label, value, code }]
  const thing = ({ type, id }: { readonly type: string; readonly id: string }) => `${words.thing(type)} ${id}`
  return (
    <Section title={translate('facts')}>
      <FactList
        facts={[
          ...fact(translate('actor'), thing(body.actor), true),
          ...fact(translate('target'), thing(body.target), true),
          ...fact(translate('requirement'), body.pci.map(words.requirement).join('; ')),
          ...fact(translate('outcome'), words.outcome(body.outcome)),
          ...fact(translate('reason'), body.reason, true),
          ...fact(`${translate('acted')}, ${translate('actedNote')}`, time(body.ts)),
          ...fact(`${translate('recordedAt')}, ${translate('recordedNote')}`, time(row.recordedAtMs)),
          ...fact(translate('factors'), body.actor.factors?.join(', ')),
          ...fact(translate('session'), body.actor.session, true),
          ...fact(translate('request'), body.request, true),
        ]}
      />
    </Section>
  )
}
