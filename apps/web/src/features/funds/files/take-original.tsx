'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { saveFile } from '../../../components/download/save-file.ts'
import { useFetchFile } from '../../../components/download/use-fetch-file.ts'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'

/** The bytes as they came, or the copy without card numbers. Taking them is recorded. */
export function TakeOriginal({ id, masked }: { readonly id: number; readonly masked: boolean }) {
  const translate = useTranslations('fundsFiles.take')
  const fetchFile = useFetchFile()
  const taken = useMutation({
    async mutationFn() {
      const { fileName, blob } = await fetchFile({ what: 'original', id })
      saveFile(fileName, blob, 'application/octet-stream')
    },
  })
  return (
    <>
      <Button
        leftSection={<IconDownload size={15} stroke={1.6} aria-hidden="true" />}
        loading={taken.isPending}
        onClick={() => taken.mutate()}
      >
        {translate(masked ? 'takeMasked' : 'take')}
      </Button>
      <ProblemLine text={taken.error === null ? null : taken.error.message} />
    </>
  )
}
