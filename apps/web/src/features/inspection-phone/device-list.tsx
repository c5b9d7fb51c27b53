'use client'

import type { ChecklistDevice } from '@counterfoil/services/inspections'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { browserNowMs } from '../../components/browser/browser-parts.ts'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Status } from '../../components/status/status.tsx'
import type { Draft } from './draft.ts'
import classes from './inspection-phone.module.css'
import { PhoneBar } from './phone-bar.tsx'
import { PhoneFoot } from './phone-foot.tsx'
import { SentNotices } from './sent-notices.tsx'
import type { Phone } from './use-phone.ts'

interface DeviceListProps {
  readonly phone: Phone
  readonly worksAway: boolean | null
  readonly onOpen: (device: ChecklistDevice) => void
}

/** The terminals of the store, one row each, and what of them is kept on this phone. */
export function DeviceList({ phone, worksAway, onOpen }: DeviceListProps) {
  const translate = useTranslations('inspections.phone')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const { kept, drafts, line } = phone
  const back = { href: '/inspections', label: translate('backToList') }
  if (kept === null) {
    return (
      <>
        <PhoneBar title={translate('title')} back={back} />
        <main className={classes.head}>
          <p>{translate(line === null ? 'loading' : 'nobody')}</p>
        </main>
        <PhoneFoot phone={phone} worksAway={worksAway} />
      </>
    )
  }
  const { store, person, devices } = kept.checklist
  const own = drafts.filter(({ personId }) => personId === person.id)
  const isDone = ({ deviceId, due }: ChecklistDevice) =>
    due?.state === 'later' || own.some((draft) => draft.deviceId === deviceId && draft.doneAtMs !== null)
  const count = translate('count', { done: devices.filter(isDone).length, all: devices.length })
  return (
    <>
      <PhoneBar title={translate('title')} note={count} back={back} />
      <main>
        <div className={classes.head}>
          <p className={classes.store}>
            {store.code} <span lang={store.nameLang}>{store.name}</span>
          </p>
          {line === 'ok' ? null : (
            <p className={classes.quiet}>{translate('old', { time: formatDateTime(kept.readAtMs, place, browserNowMs()) })}</p>
          )}
          {person.trained ? null : <p className={classes.warn}>{translate('untrained')}</p>}
        </div>
        <SentNotices sent={phone.sent} />
        {devices.length === 0 ? <p className={classes.head}>{translate('none')}</p> : null}
        <ul className={classes.devices}>
          {devices.map((device) => (
            <li key={device.deviceId}>
              <button type="button" onClick={() => onOpen(device)}>
                <DeviceLine device={device} draft={own.find(({ deviceId }) => deviceId === device.deviceId)} />
              </button>
            </li>
          ))}
        </ul>
      </main>
      <PhoneFoot phone={phone} worksAway={worksAway} />
    </>
  )
}

function DeviceLine({ device, draft }: { readonly device: ChecklistDevice; readonly draft: Draft | undefined }) {
  const translate = useTranslations('inspections.phone')
  const { lane, make, model, listedSerial, due, state } = device
  return (
    <>
      <span className={classes.deviceName}>
        {lane === null ? [make, model].filter(Boolean).join(' ') : translate('lane', { lane })}
      </span>
      <span className={classes.quiet}>{[make, model].filter(Boolean).join(' ')}</span>
      <span className={classes.mono}>{listedSerial}</span>
      <span className={classes.state}>
        {draft !== undefined ? (
          translate(draft.doneAtMs === null ? 'draftState' : 'keptState')
        ) : due === null ? (
          translate(state === 'blocked' ? 'blocked' : 'notInUse')
        ) : (
          <Status axis="inspection" state={due.state} />
        )}
      </span>
    </>
  )
}
