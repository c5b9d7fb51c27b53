'use client'

import type { ChecklistDevice } from '@counterfoil/services/inspections'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { browserNowMs, newBrowserId } from '../../components/browser/browser-parts.ts'
import { DeviceForm } from './device-form.tsx'
import { DeviceList } from './device-list.tsx'
import { beginDraft, type Draft, isUntouched } from './draft.ts'
import classes from './inspection-phone.module.css'
import { PhoneBar } from './phone-bar.tsx'
import { usePhone } from './use-phone.ts'
import { useWorker } from './use-worker.ts'

/** Inspecting the terminals of one store, with or without a network. The store stands in the address, which the server never reads. */
export function InspectionPhone() {
  const translate = useTranslations('inspections.phone')
  const [storeId, setStoreId] = useState<number | null | undefined>(undefined)
  useEffect(() => {
    const asked = new URLSearchParams(window.location.search).get('store') ?? ''
    setStoreId(/^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null)
  }, [])
  if (typeof storeId === 'number') return <StorePhone storeId={storeId} />
  return (
    <div className={classes.phone}>
      <PhoneBar title={translate('title')} back={{ href: '/inspections', label: translate('backToList') }} />
      <main className={classes.head}>
        {storeId === undefined ? <p>{translate('loading')}</p> : <p>{translate('choose')}</p>}
        {storeId === null ? <a href="/inspections">{translate('toPage')}</a> : null}
      </main>
    </div>
  )
}

function StorePhone({ storeId }: { readonly storeId: number }) {
  const phone = usePhone(storeId)
  const worksAway = useWorker()
  const [openId, setOpenId] = useState<number | null>(null)
  const checklist = phone.kept?.checklist
  const device = checklist?.devices.find(({ deviceId }) => deviceId === openId)
  const own = phone.drafts.filter(({ personId }) => personId === checklist?.person.id)
  const draftOf = (deviceId: number) => own.find((draft) => draft.deviceId === deviceId)
  const begin = (of: ChecklistDevice): Draft =>
    beginDraft({ id: newBrowserId(), personId: checklist?.person.id ?? '', storeId, device: of })

  const open = (of: ChecklistDevice) => {
    if (draftOf(of.deviceId) === undefined) phone.keep(begin(of))
    phone.wantPhotos(of)
    setOpenId(of.deviceId)
    window.scrollTo(0, 0)
  }
  const draft = device === undefined ? undefined : draftOf(device.deviceId)
  return (
    <div className={classes.phone} onPointerDown={phone.noteAction}>
      {checklist === undefined || device === undefined || draft === undefined || draft.doneAtMs !== null ? (
        <DeviceList phone={phone} worksAway={worksAway} onOpen={open} />
      ) : (
        <DeviceForm
          checklist={checklist}
          device={device}
          draft={draft}
          away={phone.line !== 'ok'}
          findPhoto={phone.findPhoto}
          onChange={(how) => phone.change(draft.id, how)}
          onSign={(whole) => {
            phone.keep({ ...whole, doneAtMs: browserNowMs() })
            setOpenId(null)
          }}
          onBack={() => {
            if (isUntouched(draft)) phone.discard(draft.id)
            setOpenId(null)
          }}
        />
      )}
    </div>
  )
}
