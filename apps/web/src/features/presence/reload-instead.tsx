import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'

/** Where the form did not come because the line was lost. */
export function ReloadInstead() {
  const translate = useTranslations('signIn.errors')
  const common = useTranslations('common')
  return (
    <>
      <p role="alert">{translate('UNREACHABLE')}</p>
      <Button variant="filled" size="md" mt="sm" onClick={() => window.location.reload()}>
        {common('tryAgain')}
      </Button>
    </>
  )
}
