'use client'

import type { DeviceDetail } from '@counterfoil/services/devices'
import { Button, Table } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import classes from './device-page.module.css'
import { useSpanWords } from './use-span-words.ts'

const PlaceDialog = dynamic(() => import('./place-dialog.tsx'), { ssr: false })

/** Where it stands and stood. */
export function PlacesSection({ device, mayChange }: { readonly device: DeviceDetail; readonly mayChange: boolean }) {
  const translate = useTranslations('devices')
  const words = useSpanWords()
  const [moving, setMoving] = useState(false)
  return (
    <Section title={translate('place.section')}>
      {mayChange && device.may.bePlaced ? (
        <div className={classes.buttons}>
          <Button onClick={() => setMoving(true)}>{translate('place.open')}</Button>
        </div>
      ) : null}
      <DataTable caption={translate('place.section')} stacked>
        <Table.Tbody>
          {device.places.map((place) => (
            <Table.Tr key={place.sinceMs}>
              <Table.Td>
                {place.storeId === null || place.storeCode === null ? (
                  translate('nowhere')
                ) : (
                  <StoreName
                    store={{ code: place.storeCode, name: place.storeName ?? '', nameLang: place.storeNameLang ?? '' }}
                    href={`/stores/${place.storeId}`}
                  />
                )}
              </Table.Td>
              <Table.Td>{place.lane === null ? '' : translate('tree.lane', { lane: place.lane })}</Table.Td>
              <Table.Td>{translate(place.answered ? 'place.answered' : 'place.said')}</Table.Td>
              <Table.Td className={classes.words}>{words.span(place)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
      {moving ? <PlaceDialog device={device} onClose={() => setMoving(false)} /> : null}
    </Section>
  )
}
