import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { nextStep, SignInPage, safeNext } from '../../features/sign-in/index.ts'
import { createContext, getRuntime } from '../../server/context.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') }
}

interface SignInProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export default async function Page({ searchParams }: SignInProps) {
  const { next: wanted, sso: refusal } = await searchParams
  const next = safeNext(wanted)
  const { person } = await createContext(await headers())
  const step = person && nextStep(person)
  if (step === 'none') redirect(next)
  if (step === 'enrol') redirect('/enrol')
  return (
    <SignInPage
      next={next}
      begunByPasskey={person?.email ?? null}
      provider={getRuntime().settings.sso?.name ?? null}
      ssoRefusal={typeof refusal === 'string' ? refusal : null}
    />
  )
}
