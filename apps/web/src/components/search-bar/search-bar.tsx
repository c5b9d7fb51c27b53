'use client'

import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import classes from './search-bar.module.css'

interface SearchBarProps {
  readonly words: { readonly label: string; readonly search: string; readonly go: string }
  /** What is looked for, as the address has it. */
  readonly search: string
  readonly longest: number
  readonly onSearch: (search: string) => void
  /** Other ways to narrow the list. */
  readonly children: ReactNode
  /** At its end: what can be done. */
  readonly aside: ReactNode
}

/** Narrows a list by a part of a name, which is looked for when it is sent or left, and by what else the page knows. */
export function SearchBar({ words, search, longest, onSearch, children, aside }: SearchBarProps) {
  const [typed, setTyped] = useState(search)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(typed.trim())
  }
  return (
    <search className={classes.bar} aria-label={words.label}>
      <form onSubmit={submit} className={classes.search}>
        <TextInput
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={14} stroke={1.6} aria-hidden="true" />}
          maxLength={longest}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => typed.trim() !== search && onSearch(typed.trim())}
        />
        <Button type="submit">{words.go}</Button>
      </form>
      {children}
      <span className={classes.aside}>{aside}</span>
    </search>
  )
}
