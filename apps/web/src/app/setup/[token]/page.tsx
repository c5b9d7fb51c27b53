import { findSetupLink } from '@counterfoil/services/users'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DeadLinkPage, EnrolmentPage } from '../../../features/sign-in/index.ts'
import { getRuntime } from '../../../server/context.ts'

export async function generateMetadata(): Promise<Metadata> {
  // The address holds the link's secret: it is told to nobody.
  return { title: (await getTranslations('setup'))('account.title'), referrer: 'no-referrer' }
}

export default async function Page({ params }: { readonly params: Promise<{ readonly token: string }> }) {
  const { token } = await params
  const state = await findSetupLink(getRuntime().systemServices('setup'), token)
  return state === 'open' ? <EnrolmentPage start={{ from: 'link', token }} /> : <DeadLinkPage why={state} />
}
