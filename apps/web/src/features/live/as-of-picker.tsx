'use client'

import { Button, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatLocalTime, parseLocalTime } from '../../components/format/local-time.ts'

interface AsOfPickerProps {
  readonly asOfMs: number | null
  readonly onAsOf: (asOfMs: number | null) => void
}

/** Which moment the page shows: now, or any minute that has passed. */
export function AsOfPicker({ asOfMs, onAsOf }: AsOfPickerProps) {
  const translate = useTranslations('live.past')
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const shown = asOfMs === null ? '' : formatLocalTime(asOfMs, timeZone)
  return (
    <>
      <TextInput
        // Drawn anew when the moment changes from elsewhere, e.g. by going back.
        key={shown}
        type="datetime-local"
        aria-label={translate('label')}
        title={translate('label')}
        defaultValue={shown}
        max={formatLocalTime(nowMs, timeZone)}
        onBlur={(event) => choose(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(event.currentTarget.value)
        }}
      />
      {asOfMs === null ? null : <Button onClick={() => onAsOf(null)}>{translate('now')}</Button>}
    </>
  )

  /** Not while a date is being typed: only a whole one that has passed. */
  function choose(text: string): void {
    if (text === shown) return
    const chosenMs = parseLocalTime(text, timeZone)
    if (chosenMs === null) onAsOf(null)
    else if (chosenMs <= nowMs) onAsOf(chosenMs)
  }
}
