'use client'

import type { ListedSetting, SettingPlace } from '@counterfoil/services/device-settings'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Section } from '../../../components/section/section.tsx'
import { useSettingWords } from '../../../components/setting-words/use-setting-words.ts'
import { useApi } from '../../../trpc/client.tsx'
import classes from './settings-section.module.css'

const SettingDialog = dynamic(() => import('./setting-dialog.tsx'), { ssr: false })
const SendDialog = dynamic(() => import('./send-dialog.tsx'), { ssr: false })

interface SettingsSectionProps {
  readonly place: SettingPlace
  readonly mayChange: boolean
  /** Whether what is said may be sent to agents. */
  readonly maySend: boolean
  /** Instead of the level's name: a choice of several. */
  readonly aside?: ReactNode
}

/** How devices here are to be set: each value with the level it comes from. What nobody said is folded away. */
export function SettingsSection({ place, mayChange, maySend, aside }: SettingsSectionProps) {
  const translate = useTranslations('deviceSettings')
  const words = useSettingWords()
  const api = useApi()
  const [all, setAll] = useState(false)
  const [sending, setSending] = useState(false)
  const [chosen, setChosen] = useState<ListedSetting['name'] | null>(null)
  const { data, error } = useQuery(api.deviceSettings.list.queryOptions({ place }))
  if (error !== null)
    return (
      <Section title={translate('title')}>
        <p className={classes.note}>{translate('failed')}</p>
      </Section>
    )
  const settings = data?.settings ?? []
  const shown = all ? settings : settings.filter(({ value, below }) => value !== null || below > 0)
  const originOf = ({ value, from }: ListedSetting) => (value === null || data === undefined ? '' : words.from(from, data.names))
  const belowOf = ({ below }: ListedSetting) => (below === 0 ? '' : translate('below', { count: below }))
  const open = settings.find(({ name }) => name === chosen)
  return (
    <Section title={translate('title')} aside={aside ?? (data === undefined ? null : translate(`levels.${data.level}`))}>
      <p className={classes.note}>{translate('wishes')}</p>
      <ul className={classes.list} aria-busy={data === undefined || undefined}>
        {shown.map((setting) => (
          <li key={setting.name} className={classes.line} data-own={setting.own !== null || undefined}>
            <span className={classes.name}>{words.name(setting.name)}</span>
            <span className={classes.value}>
              {mayChange && data?.reachesAll && setting.mayBeSetHere ? (
                <button
                  type="button"
                  className={classes.change}
                  aria-label={translate('changeNamed', {
                    name: words.name(setting.name),
                    value: words.value(setting, setting.value),
                  })}
                  onClick={() => setChosen(setting.name)}
                >
                  {words.value(setting, setting.value)}
                </button>
              ) : (
                <span>{words.value(setting, setting.value)}</span>
              )}
            </span>
            <small className={classes.origin}>
              {[originOf(setting), belowOf(setting), setting.reach === 'sent' ? '' : translate(`reach.${setting.reach}`)]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </li>
        ))}
      </ul>
      {data === undefined ? null : (
        <button type="button" className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {translate(all ? 'fewer' : 'all', { count: settings.length })}
        </button>
      )}
      {maySend && data !== undefined ? (
        <p>
          <Button size="xs" onClick={() => setSending(true)}>
            {translate('send.open')}
          </Button>
        </p>
      ) : null}
      {sending && data !== undefined ? <SendDialog place={place} here={data} onClose={() => setSending(false)} /> : null}
      {open === undefined || data === undefined ? null : (
        <SettingDialog place={place} here={data} setting={open} onClose={() => setChosen(null)} />
      )}
    </Section>
  )
}
