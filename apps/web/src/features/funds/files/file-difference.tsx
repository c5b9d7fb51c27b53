'use client'

import type { FileDetail } from '@counterfoil/services/funds/files'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Section } from '../../../components/section/section.tsx'
import classes from './files.module.css'

type Difference = NonNullable<NonNullable<FileDetail['changes']>['difference']>

/** Lines that only the earlier file has, and lines that only this one has. */
export function FileDifference({
  difference: { fileId, onlyThere, onlyHere, there, here },
}: {
  readonly difference: Difference
}) {
  const translate = useTranslations('fundsFiles.difference')
  const sides = [
    { key: 'there', mark: '−', rows: there, all: onlyThere },
    { key: 'here', mark: '+', rows: here, all: onlyHere },
  ] as const
  return (
    <Section
      title={translate('title')}
      aside={
        <Link href={`/funds/files/${fileId}`} className={classes.link}>
          {translate('earlier', { id: fileId })}
        </Link>
      }
    >
      {sides.map(({ key, mark, rows, all }) => (
        <div key={key} className={classes.side}>
          <h3 className={classes.label}>{translate(key, { count: all })}</h3>
          <ul className={classes.rows} data-side={key}>
            {rows.map(({ position, line, what }) => (
              <li key={position}>
                <span aria-hidden>{mark}</span>
                <span className={classes.lineNumber}>{translate('line', { line })}</span>
                <span>{what}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}
