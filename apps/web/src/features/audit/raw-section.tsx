'use client'

import { Button } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { saveFile } from '../../components/download/save-file.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './entry-detail.module.css'

/** What is hashed, byte for byte. */
export function RawSection({ bytes, id }: { readonly bytes: Uint8Array; readonly id: string }) {
  const translate = useTranslations('audit.detail')
  const locale = useLocale()
  const text = new TextDecoder().decode(bytes)
  return (
    <Section
      title={translate('raw')}
      note={translate('rawNote', { count: formatCount(bytes.length, locale) })}
      aside={
        <Button size="xs" onClick={() => saveFile(`counterfoil-entry-${id}.json`, text, 'application/json')}>
          {translate('saveRaw')}
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={classes.raw} tabIndex={0}>
        {text}
      </pre>
    </Section>
  )
}
