'use client'

import type { ListedConfiguration, SettingChange } from '@counterfoil/services/configurations'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { useSettingWords } from '../../components/setting-words/use-setting-words.ts'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './commands.module.css'

const QUIET_EVERY_MS = 15_000
const BUSY_EVERY_MS = 1_000

/** How an agent is set from here: what is in force, what is said and not in force, and what became of each version sent. */
export function ConfigurationSection({ agentId, busy }: { readonly agentId: number; readonly busy: boolean }) {
  const translate = useTranslations('commands.configuration')
  const api = useApi()
  const { data, error } = useQuery(
    api.configurations.list.queryOptions({ agentId }, { retry: false, refetchInterval: busy ? BUSY_EVERY_MS : QUIET_EVERY_MS }),
  )
  return (
    <Section title={translate('title')}>
      {error === null ? null : <p className={classes.quiet}>{translate('failed')}</p>}
      {data === undefined ? null : (
        <>
          <p>
            {data.inForce === null
              ? translate('fileAlone')
              : translate(data.unknown ? 'unknown' : 'inForce', { number: data.inForce })}
          </p>
          <Changes changes={data.sets} />
          {data.drift.length === 0 ? null : (
            <>
              <p>{translate('drift')}</p>
              <Changes changes={data.drift} />
            </>
          )}
          <ul className={classes.commands}>
            {data.versions.map((version) => (
              <Version key={version.number} version={version} />
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function Version({ version }: { readonly version: ListedConfiguration }) {
  const translate = useTranslations('commands.configuration')
  const codes = useTranslations('commands.codes')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { number, why, madeBy, madeAtMs, state, cause, detail, command, sets, notBeforeMs } = version
  const { outcome } = command
  const code = cause ?? (state === 'sent' ? command.code : null)
  const known = code as Parameters<typeof codes.has>[0]
  const reason = code !== null && codes.has(known) ? codes(known) : null
  const lines = detail === null ? (state === 'sent' ? command.lines : []) : [detail]
  return (
    <li className={classes.command}>
      <p className={classes.what}>
        <strong>{translate('number', { number })}</strong>
        {state === 'sent' ? (
          <Status axis="command" state={command.state === 'ended' ? (outcome ?? 'unknown') : command.state} />
        ) : (
          <Status axis="configuration" state={state} />
        )}
      </p>
      <p className={classes.quiet}>
        {translate('by', { name: madeBy, time: formatDateTime(madeAtMs, place, nowMs) })}
        {command.state === 'planned' ? ` · ${translate('from', { time: formatDateTime(notBeforeMs, place, nowMs) })}` : null}
        {` · ${why}`}
      </p>
      {reason === null ? null : <p>{reason}</p>}
      {lines.map((line) => (
        <p key={line} className={classes.quiet}>
          {line}
        </p>
      ))}
      <details className={classes.answer}>
        <summary>{translate('sets', { count: sets.length })}</summary>
        <Changes changes={sets} />
      </details>
    </li>
  )
}

function Changes({ changes }: { readonly changes: readonly SettingChange[] }) {
  const words = useSettingWords()
  return (
    <ul className={classes.changes}>
      {changes.map(({ terminal, setting, from, to }) => (
        <li key={`${terminal} ${setting}`}>
          {terminal === null ? null : <span className={classes.terminal}>{terminal}</span>} {words.name(setting)}:{' '}
          {from === null ? null : `${words.sentValue(setting, from)} → `}
          <strong>{words.sentValue(setting, to)}</strong>
        </li>
      ))}
    </ul>
  )
}
