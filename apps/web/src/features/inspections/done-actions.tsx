'use client'

import type { ListedInspection } from '@counterfoil/services/inspections'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { saveFile } from '../../components/download/save-file.ts'
import { useFetchFile } from '../../components/download/use-fetch-file.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import classes from './inspections.module.css'

const CompareDialog = dynamic(() => import('./compare-dialog.tsx'), { ssr: false })
const CorrectDialog = dynamic(() => import('./correct-dialog.tsx'), { ssr: false })

interface DoneActionsProps {
  readonly one: ListedInspection
  /** Who would correct it; null: whoever looks may not. */
  readonly inspectorId: string | null
}

/** The photos of an inspection as files, beside those of the time before, and its correction. */
export function DoneActions({ one, inspectorId }: DoneActionsProps) {
  const translate = useTranslations('inspections')
  const [open, setOpen] = useState<'compare' | 'correct' | null>(null)
  const fetchFile = useFetchFile()
  const take = useMutation({
    mutationFn: async (id: string) => {
      const { fileName, blob } = await fetchFile({ what: 'document', id })
      saveFile(fileName, blob, 'application/octet-stream')
    },
  })
  const serial = one.serial ?? ''
  const close = () => setOpen(null)
  return (
    <>
      <div className={classes.buttons}>
        {one.photos.length === 0 ? null : (
          <Button size="compact-sm" aria-label={translate('compare.openNamed', { serial })} onClick={() => setOpen('compare')}>
            {translate('compare.open')}
          </Button>
        )}
        {one.photos.map(({ id }, at) => (
          <Button
            key={id}
            size="compact-sm"
            loading={take.isPending && take.variables === id}
            aria-label={translate('done.photoNamed', { number: at + 1, serial })}
            onClick={() => take.mutate(id)}
          >
            {translate('done.photo', { number: at + 1 })}
          </Button>
        ))}
        {inspectorId === null || one.correctedBy !== null ? null : (
          <Button size="compact-sm" aria-label={translate('correct.openNamed', { serial })} onClick={() => setOpen('correct')}>
            {translate('correct.open')}…
          </Button>
        )}
      </div>
      <ProblemLine text={take.error?.message ?? null} />
      {open === 'compare' ? <CompareDialog of={one} onClose={close} /> : null}
      {open === 'correct' && inspectorId !== null ? <CorrectDialog of={one} personId={inspectorId} onClose={close} /> : null}
    </>
  )
}
