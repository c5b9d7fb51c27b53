import { getTranslations } from 'next-intl/server'
import { Page } from '../../components/frame/page.tsx'
import { NothingHere } from '../../components/nothing-here/nothing-here.tsx'

export default async function NotFoundPage() {
  const translate = await getTranslations('common')
  return (
    <Page title={translate('notFoundTitle')} titleShown={false}>
      <NothingHere />
    </Page>
  )
}
