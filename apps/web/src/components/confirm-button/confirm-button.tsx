'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import classes from './confirm-button.module.css'

interface ConfirmButtonProps {
  /** "Revoke", "Revoke now", "Keep". */
  readonly words: { readonly ask: string; readonly confirm: string; readonly keep: string }
  /** Names what it is done to, for whoever does not see the row. */
  readonly label: string
  readonly busy: boolean
  readonly onConfirm: () => void
}

/** For what cannot be taken back: pressed twice, in the same place. */
export function ConfirmButton({ words, label, busy, onConfirm }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <Button size="compact-sm" aria-label={label} onClick={() => setAsking(true)}>
        {words.ask}
      </Button>
    )
  }
  return (
    <span className={classes.row}>
      <Button size="compact-sm" variant="filled" loading={busy} onClick={onConfirm} autoFocus>
        {words.confirm}
      </Button>
      <Button size="compact-sm" onClick={() => setAsking(false)}>
        {words.keep}
      </Button>
    </span>
  )
}
