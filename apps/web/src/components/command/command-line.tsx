'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import classes from './command-line.module.css'

/** A command to type elsewhere, word for word, with a button that copies it. */
export function CommandLine({ label, command }: { readonly label: string; readonly command: string }) {
  const common = useTranslations('common')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(command)
    setCopied(true)
  }
  return (
    <figure className={classes.command} aria-label={label}>
      <figcaption className={classes.label}>{label}</figcaption>
      <div className={classes.row}>
        <code className={classes.code}>{command}</code>
        <Button size="xs" onClick={copy}>
          {copied ? common('copied') : common('copy')}
        </Button>
      </div>
    </figure>
  )
}
