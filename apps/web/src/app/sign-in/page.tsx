import { getTranslations } from 'next-intl/server'

export default async function SignInPage() {
  const translate = await getTranslations('common')
  return <h1>{translate('product')}</h1>
}
