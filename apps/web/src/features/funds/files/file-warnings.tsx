'use client'

import type { FileDetail } from '@counterfoil/services/funds/files'
import { useTranslations } from 'next-intl'
import { Section } from '../../../components/section/section.tsx'
import { Glyph } from '../../../components/status/glyph.tsx'
import classes from './files.module.css'

const SHOWN = 50

/** What reading it has found odd, each with its line. They are in English: whoever wrote the file may have to read them too. */
export function FileWarnings({ file: { facts } }: { readonly file: FileDetail }) {
  const translate = useTranslations('fundsFiles.warnings')
  const warnings = facts?.warnings ?? []
  if (warnings.length === 0) return null
  return (
    <Section
      title={translate('title')}
      note={warnings.length > SHOWN ? translate('first', { shown: SHOWN, count: warnings.length }) : null}
    >
      <ul className={classes.warnings}>
        {warnings.slice(0, SHOWN).map(({ line, message, severity }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file may say the same twice
          <li key={index}>
            <Glyph
              name={severity === 'warning' ? 'warn' : 'minus'}
              tone={severity === 'warning' ? 'warn' : 'ink-3'}
              label={translate(severity)}
            />
            <span className={classes.lineNumber}>{line === null ? '' : translate('line', { line })}</span>
            <span lang="en">{message}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
