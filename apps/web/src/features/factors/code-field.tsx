'use client'

import { type RefObject, useId } from 'react'
import classes from './code-field.module.css'

interface CodeFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (digits: string) => void
  /** All six are there. */
  readonly onComplete: (digits: string) => void
  readonly describedBy?: string
  readonly invalid?: boolean
  readonly inputRef?: RefObject<HTMLInputElement | null>
}

const places = [0, 1, 2, 3, 4, 5] as const

/** One field drawn as six boxes: pasting, password managers and screen readers meet an ordinary input. */
export function CodeField({ label, value, onChange, onComplete, describedBy, invalid, inputRef }: CodeFieldProps) {
  const id = useId()
  const take = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, 6)
    onChange(digits)
    if (digits.length === 6 && digits !== value) onComplete(digits)
  }
  return (
    <div>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      <div className={classes.field}>
        <input
          ref={inputRef}
          id={id}
          className={classes.input}
          name="code"
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          // biome-ignore lint/a11y/noAutofocus: the page has this one task
          autoFocus
          data-autofocus
          spellCheck={false}
          value={value}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          onChange={(event) => take(event.currentTarget.value)}
        />
        <div className={classes.boxes} aria-hidden="true">
          {places.map((place) => (
            <span key={place} data-next={place === Math.min(value.length, 5) || undefined}>
              {value[place]}
            </span>
          ))}
        </div>
      </div>
    </div>
  )
}
