import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { EnrolmentPage, nextStep } from '../../features/sign-in/index.ts'
import { createContext } from '../../server/context.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('setup'))('enrol.passwordTitle') }
}

export default async function Page() {
  const { person } = await createContext(await headers())
  if (person === null) redirect('/sign-in')
  const step = nextStep(person)
  if (step === 'none') redirect('/')
  if (step === 'second_kind') redirect('/sign-in')
  return <EnrolmentPage start={{ from: 'account', email: person.email }} />
}
