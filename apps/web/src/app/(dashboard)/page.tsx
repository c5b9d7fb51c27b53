import { getTranslations } from 'next-intl/server'

export default async function LivePage() {
  const translate = await getTranslations('frame')
  return <h1>{translate('live')}</h1>
}
