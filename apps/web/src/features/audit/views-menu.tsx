import type { AuditFilter } from '@counterfoil/services/audit'
import { Button } from '@mantine/core'
import { IconBookmark } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { PopOut } from '../../components/pop-out/pop-out.tsx'

const ViewsList = dynamic(() => import('./views-list.tsx'), { ssr: false })

/** Searches somebody comes back to: ready-made ones, and their own. */
export function ViewsMenu({ filter }: { readonly filter: AuditFilter }) {
  const translate = useTranslations('audit.views')
  return (
    <PopOut
      position="bottom-end"
      width={300}
      button={(button) => (
        <Button leftSection={<IconBookmark size={15} stroke={1.6} aria-hidden="true" />} {...button}>
          {translate('menu')}
        </Button>
      )}
    >
      {(close) => <ViewsList filter={filter} close={close} />}
    </PopOut>
  )
}
