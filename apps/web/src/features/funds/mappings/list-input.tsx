'use client'

import { TextInput } from '@mantine/core'
import { useState } from 'react'

interface ListInputProps {
  readonly label: string
  readonly value: readonly string[]
  readonly onChange: (text: string) => void
}

/** Texts with commas between them; what is typed stays as it is while it is typed. */
export function ListInput({ label, value, onChange }: ListInputProps) {
  const [typed, setTyped] = useState(value.join(', '))
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        onChange(currentTarget.value)
      }}
    />
  )
}
