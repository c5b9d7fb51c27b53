'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { PagePath } from '../../page-permissions.ts'

export interface FramePerson {
  readonly name: string
  readonly email: string
  /** The pages their role may open. */
  readonly pages: readonly PagePath[]
  readonly signOut: () => void
  /** Open items behind an entry of the navigation, where there are any. */
  readonly counts: Readonly<Partial<Record<PagePath, number>>>
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
