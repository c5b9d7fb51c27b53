'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useMemo, useState } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { Photo } from '../../components/photo/photo.tsx'
import type { KeptPhoto } from './draft.ts'
import classes from './inspection-phone.module.css'
import { lastPhotosOf } from './keep-last-photos.ts'
import type { StepProps } from './step-props.ts'

/** What the terminal looked like the last time, beside what was taken now. */
export function LastPhotos({ device, draft, findPhoto }: Pick<StepProps, 'device' | 'draft' | 'findPhoto'>) {
  const translate = useTranslations('inspections.phone')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const before = lastPhotosOf(device)
  if (before.length + draft.photos.length === 0) return null
  const label = device.lastMs === null ? '' : translate('photoBefore', { day: formatDate(device.lastMs, place) })
  return (
    <div className={classes.pairs}>
      <div>
        {before.length === 0 ? null : <p className={classes.quiet}>{label}</p>}
        {before.map(({ id }) => (
          <PhotoBefore key={id} id={id} label={label} findPhoto={findPhoto} />
        ))}
      </div>
      <div>
        {draft.photos.map((photo, at) => (
          <PhotoNow key={photo.name} photo={photo} label={translate('photoNow', { number: at + 1 })} />
        ))}
      </div>
    </div>
  )
}

interface PhotoBeforeProps extends Pick<StepProps, 'findPhoto'> {
  readonly id: string
  readonly label: string
}

function PhotoBefore({ id, label, findPhoto }: PhotoBeforeProps) {
  const translate = useTranslations('inspections.phone')
  const [found, setFound] = useState<Blob | null | undefined>(undefined)
  useEffect(() => {
    let gone = false
    void findPhoto(id).then((bytes) => {
      if (!gone) setFound(bytes === null ? null : new Blob([bytes]))
    })
    return () => {
      gone = true
    }
  }, [id, findPhoto])
  if (found === undefined) return null
  if (found === null) return <p className={classes.quiet}>{translate('photoNotKept')}</p>
  return <Photo of={found} label={label} broken={translate('noPhoto')} />
}

function PhotoNow({ photo: { bytes }, label }: { readonly photo: KeptPhoto; readonly label: string }) {
  const translate = useTranslations('inspections.phone')
  const of = useMemo(() => new Blob([bytes]), [bytes])
  return (
    <div>
      <p className={classes.quiet}>{label}</p>
      <Photo of={of} label={label} broken={translate('noPhoto')} />
    </div>
  )
}
