'use client'

import { Button } from '@mantine/core'
import { IconFilter, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { PopOut } from '../pop-out/pop-out.tsx'
import classes from './filter-bar.module.css'

/** One filter that is set, in words, and how to take it away. */
export interface FilterChip {
  readonly name: string
  readonly label: string
  readonly value: string
  /** For those who hear it. */
  readonly removal: string
  readonly onRemove: () => void
}

interface FilterBarProps {
  readonly words: { readonly label: string; readonly add: string; readonly clear: string }
  /** Before the filters. */
  readonly search?: ReactNode
  /** Sets them; `close` puts it away. */
  readonly form: (close: () => void) => ReactNode
  readonly chips: readonly FilterChip[]
  /** Null where there are not several things to take away at once. */
  readonly onClear: (() => void) | null
  /** At its end. */
  readonly children: ReactNode
}

/** Filters as chips that can be taken away, and a form to set them. */
export function FilterBar({ words, search, form, chips, onClear, children }: FilterBarProps) {
  return (
    <search className={classes.bar} aria-label={words.label}>
      {search}
      <PopOut
        position="bottom-start"
        width="min(460px, calc(100vw - 32px))"
        button={(button) => (
          <Button leftSection={<IconFilter size={15} stroke={1.6} />} {...button}>
            {words.add}
          </Button>
        )}
      >
        {form}
      </PopOut>
      {chips.map(({ name, label, value, removal, onRemove }) => (
        <button key={name} type="button" className={classes.chip} onClick={onRemove} aria-label={removal}>
          {label} <b>{value}</b>
          <IconX size={12} stroke={1.8} aria-hidden="true" />
        </button>
      ))}
      {onClear === null ? null : (
        <Button variant="subtle" onClick={onClear}>
          {words.clear}
        </Button>
      )}
      <span className={classes.aside}>{children}</span>
    </search>
  )
}
