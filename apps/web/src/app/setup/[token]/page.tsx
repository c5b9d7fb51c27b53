import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { DeadLinkPage, EnrolmentPage } from '../../../features/sign-in/index.ts'
import { openSetupLink } from '../../../server/auth/open-setup-link.ts'
import { getRuntime } from '../../../server/context.ts'

export async function generateMetadata(): Promise<Metadata> {
  // The address holds the link's secret: it is told to nobody.
  return { title: (await getTranslations('setup'))('account.title'), referrer: 'no-referrer' }
}

export default async function Page({ params }: { readonly params: Promise<{ readonly token: string }> }) {
  const { token } = await params
  const link = await openSetupLink(getRuntime(), await headers(), token)
  if (link.state !== 'open') return <DeadLinkPage why={link.state} kind={'kind' in link ? link.kind : null} />
  // The page learns what it shows and no more.
  const shown =
    link.kind === 'reset'
      ? ({ kind: link.kind, email: link.email } as const)
      : link.kind === 'invitation'
        ? ({ kind: link.kind, email: link.email, role: link.role } as const)
        : ({ kind: link.kind } as const)
  return <EnrolmentPage start={{ from: 'link', token, link: shown }} />
}
