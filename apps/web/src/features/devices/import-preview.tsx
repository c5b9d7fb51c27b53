'use client'

import type { DeviceImportPreview, PlannedLine } from '@counterfoil/services/devices'
import { useTranslations } from 'next-intl'
import classes from './import-preview.module.css'

/** So many lines are drawn; how many there are stands above them. */
const DRAWN = 20

/** What a file would do, line by line, and what is wrong with it. */
export function ImportPreview({ preview }: { readonly preview: DeviceImportPreview }) {
  const translate = useTranslations('devices.import')
  const { counts, lines, errors } = preview
  const shown = errors.length > 0 ? [] : lines.slice(0, DRAWN)
  return (
    <div role="status">
      <p className={classes.counts}>
        {translate('counts', { fresh: counts.new, changed: counts.changed, same: counts.same, errors: counts.errors })}
      </p>
      {errors.length > 0 ? (
        <ul className={classes.errors}>
          {errors.slice(0, DRAWN).map(({ line, column, reason }) => (
            <li key={`${line} ${column} ${reason}`}>
              <b>{translate('line', { line })}</b> {translate(`reasons.${reason}`, { column: column ?? '' })}
            </li>
          ))}
        </ul>
      ) : null}
      {shown.length < lines.length && errors.length === 0 ? <p>{translate('first', { count: DRAWN })}</p> : null}
      <ul className={classes.lines}>
        {shown.map((line) => (
          <li key={line.line}>
            <b>{translate('line', { line: line.line })}</b> <Doing line={line} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Doing({ line }: { readonly line: PlannedLine }) {
  const translate = useTranslations('devices.import')
  const fields = useTranslations('devices.fields')
  if (line.what === 'same') return null
  if (line.what === 'new') {
    const { make, model, serial } = line.description
    return (
      <>
        {translate('new')}: {[make, model, serial].filter(Boolean).join(' ') || '–'}
      </>
    )
  }
  return (
    <>
      {line.fields.map(({ name, before, after }) => (
        <span key={name} className={classes.change}>
          {fields(name)}: <del>{before ?? '–'}</del> <ins>{after ?? '–'}</ins>
        </span>
      ))}
    </>
  )
}
