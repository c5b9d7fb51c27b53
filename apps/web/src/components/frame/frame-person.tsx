'use client'

import { createContext, type ReactNode, useContext } from 'react'

export interface FramePerson {
  readonly name: string
  readonly email: string
  readonly signOut: () => void
}

const Person = createContext<FramePerson | null>(null)

export function FramePersonProvider({ person, children }: { readonly person: FramePerson; readonly children: ReactNode }) {
  return <Person value={person}>{children}</Person>
}

/** Who is signed in on this page. */
export function useFramePerson(): FramePerson {
  const person = useContext(Person)
  if (person === null) throw new Error('useFramePerson needs a Frame above it')
  return person
}
