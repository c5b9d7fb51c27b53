'use client'

import type { AuditHead } from '@counterfoil/services/audit'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Age } from '../../components/age/age.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { FigureStrip } from '../../components/figure-strip/figure-strip.tsx'
import { formatClock } from '../../components/format/date-time.ts'
import { unknownMark } from '../../components/format/marks.ts'
import { formatCount } from '../../components/format/number.ts'
import type { KeptLog } from './kept-log.ts'
import { readKept } from './use-proof.ts'

/** A checkpoint comes every minute also when nothing happened; after two, somebody should look. */
const CHECKPOINT_LIMITS = { freshMs: 65_000, staleMs: 130_000 }

/** How long the record is, when it was signed last, who countersigned, and what this browser worked out. */
export function RecordStrip({ head, renewed }: { readonly head: AuditHead | undefined; readonly renewed: unknown }) {
  const translate = useTranslations('audit')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const [kept, setKept] = useState<KeptLog | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at anew when another entry was opened
  useEffect(() => setKept(readKept()), [renewed, head])
  const place = { locale, timeZone }
  const checkpoint = head?.checkpoint ?? null
  const count = (value: number | undefined) => (value === undefined ? unknownMark : formatCount(value, locale))
  return (
    <FigureStrip
      label={translate('strip')}
      figures={[
        {
          key: 'entries',
          label: translate('entries'),
          value: count(head?.entries),
          note: head === undefined ? null : translate('entriesNote', { waiting: head.waiting }),
          ...(head !== undefined && head.waiting > 1_000 ? { noteTone: 'warn' as const } : {}),
        },
        {
          key: 'checkpoint',
          label: translate('lastCheckpoint'),
          age: checkpoint === null ? null : <Age sinceMs={checkpoint.signedAtMs} limits={CHECKPOINT_LIMITS} />,
          value: checkpoint === null ? translate('noCheckpoint') : formatClock(checkpoint.signedAtMs, place),
          note: translate('checkpointNote'),
        },
        {
          key: 'witnesses',
          label: translate('witnesses'),
          value: count(checkpoint?.witnesses),
          note: translate(checkpoint?.witnesses ? 'witnessNote' : 'witnessNone'),
        },
        {
          key: 'here',
          label: translate('checkedHere'),
          value: kept === null ? translate('checkedNever') : formatClock(kept.verifiedAtMs, place),
          note:
            kept === null ? (
              <Link href="/audit/integrity" data-link>
                {translate('integrityLink')}
              </Link>
            ) : (
              <>
                {translate('checkedNote', { index: formatCount(kept.index, locale) })} ·{' '}
                <Link href="/audit/integrity" data-link>
                  {translate('integrityLink')}
                </Link>
              </>
            ),
        },
      ]}
    />
  )
}
