'use client'

import type { SettingPlace } from '@counterfoil/services/device-settings'
import type { DeviceDetail } from '@counterfoil/services/devices'
import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SettingsSection } from './settings-section.tsx'

/** The settings of a device, of its lane, or of its store: whoever stands before it sees where to say what is to be true. */
export function DeviceSettings({
  device,
  mayChange,
  maySend,
}: {
  readonly device: DeviceDetail
  readonly mayChange: boolean
  readonly maySend: boolean
}) {
  const translate = useTranslations('deviceSettings')
  const [level, setLevel] = useState<'device' | 'lane' | 'store'>('device')
  const { storeId, lane } = device
  const places: { readonly [Level in 'device' | 'lane' | 'store']?: SettingPlace } = {
    device: { kind: 'device', deviceId: device.id },
    ...(storeId === null || lane === null ? {} : { lane: { kind: 'lane', storeId, lane } as const }),
    ...(storeId === null ? {} : { store: { kind: 'store', storeId } as const }),
  }
  const levels = (['device', 'lane', 'store'] as const).filter((one) => places[one] !== undefined)
  // It may have left its lane since that was chosen.
  const shown = places[level] === undefined ? 'device' : level
  return (
    <SettingsSection
      place={places[shown] ?? { kind: 'device', deviceId: device.id }}
      maySend={maySend}
      mayChange={mayChange && (shown !== 'device' || device.may.change)}
      aside={
        levels.length === 1 ? undefined : (
          <NativeSelect
            size="xs"
            aria-label={translate('level')}
            data={levels.map((value) => ({ value, label: translate(`levels.${value}`) }))}
            value={shown}
            onChange={(event) => setLevel(levels.find((one) => one === event.currentTarget.value) ?? 'device')}
          />
        )
      }
    />
  )
}
