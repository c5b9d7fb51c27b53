import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { InspectionPhone } from '../../../features/inspection-phone/index.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('inspections'))('phone.title') }
}

/** The same for everybody and for every store: a phone keeps it, and nothing of a person may stand in it. */
export default function Page() {
  return <InspectionPhone />
}
