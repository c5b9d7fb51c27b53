import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { SignedInFrame } from '../../features/frame/index.ts'
import { createContext } from '../../server/context.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // Where to go next, not who may read: every procedure asks for itself.
  const { person } = await createContext(await headers())
  if (person === null) redirect('/sign-in')
  if (!person.bothFactors) redirect('/enrol')
  return (
    <SignedInFrame name={person.name} email={person.email}>
      {children}
    </SignedInFrame>
  )
}
