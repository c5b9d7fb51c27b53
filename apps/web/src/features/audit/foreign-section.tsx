'use client'

import type { AuditIntegrity } from '@counterfoil/services/audit'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatAge } from '../../components/format/age.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './audit-page.module.css'

const AGAINST_THE_RECORD: ReadonlySet<string> = new Set(['behind', 'two_roots', 'inconsistent', 'bad_signature'])

/** Outside of the chain: who countersigns this record, and whose records this hub countersigns. */
export function ForeignSection({ foreign }: { readonly foreign: AuditIntegrity['foreign'] }) {
  const translate = useTranslations('audit.integrity')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { witnesses, logs, ownKey } = foreign
  const seen = (size: number, atMs: number) =>
    `${translate('hereEntries', { size: formatCount(size, place.locale) })}, ${formatAge(atMs, nowMs, place)}`
  return (
    <Section title={translate('foreign')}>
      {witnesses.length === 0 ? <p className={classes.quiet}>{translate('foreignNone')}</p> : null}
      <FactList
        facts={witnesses.map(({ name, host, size, cosignedAtMs, trouble, failingSinceMs }) => ({
          label: `${name} (${host})`,
          value: (
            <>
              {cosignedAtMs === null ? translate('foreignNever') : seen(size, cosignedAtMs)}
              {trouble === null || failingSinceMs === null ? null : (
                <span className={classes.trouble}>
                  <Status axis="witness" state={AGAINST_THE_RECORD.has(trouble) ? 'refuses' : 'silent'} />{' '}
                  {translate('foreignSince', {
                    why: translate(`foreignTrouble.${trouble}`),
                    age: formatAge(failingSinceMs, nowMs, place),
                  })}
                </span>
              )}
            </>
          ),
        }))}
      />
      {logs.length === 0 ? null : (
        <FactList
          facts={logs.map(({ origin, size, cosignedAtMs, refusals, refusedAtMs }) => ({
            label: translate('foreignLog', { origin }),
            value: (
              <>
                {seen(size, cosignedAtMs)}
                {refusals === 0 || refusedAtMs === null ? null : (
                  <span className={classes.trouble}>
                    <Status axis="witness" state="refused" />{' '}
                    {translate('foreignRefusals', { count: refusals, age: formatAge(refusedAtMs, nowMs, place) })}
                  </span>
                )}
              </>
            ),
          }))}
        />
      )}
      {ownKey === null ? null : (
        <FactList
          facts={[{ label: translate('foreignOwnKey'), value: <span className={classes.wide}>{ownKey}</span>, code: true }]}
        />
      )}
    </Section>
  )
}
