'use client'

import type { ListedInspection, PhotoName } from '@counterfoil/services/inspections'
import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { useFetchFile } from '../../components/download/use-fetch-file.ts'
import { formatDate } from '../../components/format/date-time.ts'
import { Photo } from '../../components/photo/photo.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import classes from './inspections.module.css'

/** The photos of an inspection beside those of the time before in that store. That they were looked at is recorded. */
export default function CompareDialog({ of, onClose }: { readonly of: ListedInspection; readonly onClose: () => void }) {
  const translate = useTranslations('inspections.compare')
  const dialog = useTranslations('common.dialog')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const sides = [
    {
      key: 'before',
      photos: of.photosBefore,
      title: of.beforeMs === null ? translate('noBefore') : translate('before', { day: formatDate(of.beforeMs, place) }),
    },
    { key: 'now', photos: of.photos, title: translate('now', { day: formatDate(of.lookedAtMs, place) }) },
  ]
  return (
    <Modal
      opened
      onClose={onClose}
      size={960}
      title={translate('title', { serial: of.serial ?? '' })}
      closeButtonProps={{ 'aria-label': dialog('close') }}
    >
      <p className={classes.none}>{translate('why')}</p>
      <div className={classes.sides}>
        {sides.map(({ key, photos, title }) => (
          <section key={key} aria-label={title}>
            <h3 className={classes.side}>{title}</h3>
            {photos.map((photo, at) => (
              <TakenPhoto key={photo.id} photo={photo} label={translate('photo', { number: at + 1, when: title })} />
            ))}
          </section>
        ))}
      </div>
    </Modal>
  )
}

function TakenPhoto({ photo, label }: { readonly photo: PhotoName; readonly label: string }) {
  const translate = useTranslations('inspections.compare')
  const fetchFile = useFetchFile()
  const { data, error } = useQuery({
    queryKey: ['inspection photo', photo.id],
    queryFn: async () => (await fetchFile({ what: 'document', id: photo.id })).blob,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  if (data !== undefined) return <Photo of={data} label={label} broken={translate('broken')} />
  return error === null ? <div className={classes.photoToCome} aria-busy="true" /> : <ProblemLine text={error.message} />
}
