'use client'

import { Progress } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { type DragEvent, useId, useState } from 'react'
import { formatBytes } from '../../../components/format/bytes.ts'
import classes from './files.module.css'
import { type Upload, useUploads } from './use-uploads.ts'

/** Where files are dropped or chosen; each is kept first and read afterwards. `onKept` hears of each that is here. */
export function DropZone({ onKept }: { readonly onKept?: (fileId: number) => void }) {
  const translate = useTranslations('fundsFiles.bring')
  const inputId = useId()
  const [over, setOver] = useState(false)
  const { uploads, send } = useUploads(onKept)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    send([...event.dataTransfer.files])
  }
  return (
    <div className={classes.bring}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the field in it is everybody's */}
      <div
        className={classes.zone}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileUpload size={20} stroke={1.6} aria-hidden />
        <label htmlFor={inputId} className={classes.choose}>
          {translate('choose')}
        </label>
        <span className={classes.hint}>{translate('hint')}</span>
        <input
          id={inputId}
          className={classes.input}
          type="file"
          multiple
          onChange={({ currentTarget }) => {
            send([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
      </div>
      <ul className={classes.uploads} aria-live="polite">
        {uploads.map((upload) => (
          <UploadLine key={upload.key} upload={upload} />
        ))}
      </ul>
    </div>
  )
}

function UploadLine({ upload: { name, size, sent, state, fileId, code } }: { readonly upload: Upload }) {
  const translate = useTranslations('fundsFiles.bring')
  const locale = useLocale()
  const share = size === 0 ? 0 : Math.round((sent / size) * 100)
  const failure = `failures.${code}` as Parameters<typeof translate.has>[0]
  return (
    <li className={classes.upload}>
      <span className={classes.name}>{name}</span>
      <span className={classes.quiet}>{formatBytes(size, locale)}</span>
      {state === 'sending' ? (
        <Progress value={share} size="sm" aria-label={translate('sending', { name })} className={classes.progress} />
      ) : null}
      {state === 'failed' ? (
        <span className={classes.problem}>{translate.has(failure) ? translate(failure) : translate('failures.NOT_KEPT')}</span>
      ) : null}
      {fileId === null ? null : (
        <Link href={`/funds/files/${fileId}`} className={classes.link}>
          {translate(state === 'same' ? 'same' : 'kept', { file: fileId })}
        </Link>
      )}
    </li>
  )
}
