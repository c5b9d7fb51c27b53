'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { FirmwareModel } from '@counterfoil/services/firmware'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './firmware-section.module.css'

const FirmwareDialog = dynamic(() => import('./firmware-dialog.tsx'), { ssr: false })

const AGAIN_MS = 60_000

/** What terminals of each model run, how many of each, and what is said of it: which may not run, which is behind, and why. */
export function FirmwareSection({ scope, mayChange }: { readonly scope: WatchScope; readonly mayChange: boolean }) {
  const translate = useTranslations('devices.firmware')
  const api = useApi()
  const [open, setOpen] = useState<FirmwareModel | 'another' | null>(null)
  const models = useQuery(api.firmware.list.queryOptions({ scope }, { refetchInterval: AGAIN_MS }))
  return (
    <Section
      title={translate('title')}
      aside={
        mayChange ? (
          <Button size="compact-sm" onClick={() => setOpen('another')}>
            {translate('add')}…
          </Button>
        ) : null
      }
    >
      <p className={classes.note}>{translate('note')}</p>
      {models.data?.length === 0 ? <p className={classes.note}>{translate('none')}</p> : null}
      {models.data?.map((model) => (
        <ModelPart
          key={`${model.make} ${model.model}`}
          model={model}
          onSet={mayChange && model.model !== null ? () => setOpen(model) : null}
        />
      ))}
      {open === null ? null : <FirmwareDialog of={open === 'another' ? null : open} onClose={() => setOpen(null)} />}
    </Section>
  )
}

function ModelPart({ model, onSet }: { readonly model: FirmwareModel; readonly onSet: (() => void) | null }) {
  const translate = useTranslations('devices.firmware')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const { rule, runs } = model
  const name = [model.make, model.model].filter(Boolean).join(' ') || translate('unnamed')
  return (
    <div className={classes.model}>
      <header>
        <h3>{name}</h3>
        {onSet === null ? null : (
          <Button size="compact-sm" aria-label={translate('setNamed', { name })} onClick={onSet}>
            {translate('set')}…
          </Button>
        )}
      </header>
      {rule === null ? null : (
        <p className={classes.rule}>
          {[
            rule.least === null ? null : translate('least', { version: rule.least }),
            rule.current === null ? null : translate('current', { version: rule.current }),
          ]
            .filter((part) => part !== null)
            .join(', ')}
          <small>{rule.why}</small>
          <small>{translate('said', { day: formatDate(rule.setAtMs, place), by: rule.setBy ?? translate('somebody') })}</small>
        </p>
      )}
      <ul>
        {runs.map(({ firmware, devices, verdict }) => (
          <li key={firmware ?? ''} data-verdict={verdict ?? undefined}>
            <span className={classes.what}>
              <span className={classes.version}>{firmware ?? translate('notTold')}</span>
              {verdict === null || verdict === 'fine' ? null : <small>{translate(`verdicts.${verdict}`)}</small>}
            </span>
            <span>{formatCount(devices, locale)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
