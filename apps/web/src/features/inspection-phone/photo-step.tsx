'use client'

import { IconCamera } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useState } from 'react'
import classes from './inspection-phone.module.css'
import { LastPhotos } from './last-photos.tsx'
import { readPhoto } from './read-photo.ts'
import type { StepProps } from './step-props.ts'

const MOST_PHOTOS = 10

/** Photos by the phone's camera, made small at once, beside those of the last time. */
export function PhotoStep({ device, draft, findPhoto, onChange }: StepProps) {
  const translate = useTranslations('inspections.phone')
  const [failed, setFailed] = useState(false)
  const count = draft.photos.length
  const take = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? []
    currentTarget.value = ''
    if (file === undefined) return
    try {
      const bytes = await readPhoto(file)
      setFailed(false)
      onChange((now) => ({
        ...now,
        photos: [...now.photos, { name: `inspection-${now.photos.length + 1}.jpg`, bytes, documentId: null }].slice(
          0,
          MOST_PHOTOS,
        ),
      }))
    } catch {
      setFailed(true)
    }
  }
  return (
    <>
      <div className={classes.photos}>
        <label className={classes.camera} data-full={count >= MOST_PHOTOS || undefined}>
          <IconCamera size={24} stroke={1.6} aria-hidden="true" />
          {translate('photo')}
          <input type="file" accept="image/*" capture="environment" disabled={count >= MOST_PHOTOS} onChange={take} />
        </label>
        <span role="status" className={classes.quiet}>
          {failed ? translate('noPhoto') : translate('photos', { count })}
        </span>
      </div>
      <LastPhotos device={device} draft={draft} findPhoto={findPhoto} />
    </>
  )
}
