import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../../components/nothing-here/not-for-you.tsx'
import { BankLinePage } from '../../../../../features/funds/index.ts'
import { Hydrate } from '../../../../../trpc/server.tsx'
import { mayLinkFunds } from '../../../may-link.ts'
import { mayOpen } from '../../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('funds.bankLine'))('title') }
}

/** The file's number and the line's place in it: `12-34`. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/funds/bank-lines/[id]'))) return <NotForYou />
  const [, fileId, position] = /^(\d{1,18})-(\d{1,9})$/.exec((await params).id) ?? []
  if (fileId === undefined || position === undefined || Number(position) < 1) notFound()
  return (
    <Hydrate>
      <BankLinePage fileId={fileId} position={Number(position)} mayLink={await mayLinkFunds()} />
    </Hydrate>
  )
}
