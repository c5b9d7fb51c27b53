'use client'

import type { DeviceImportPreview } from '@counterfoil/services/devices'
import { FileInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import { ImportPreview } from './import-preview.tsx'

/** As the procedure takes it. */
const LONGEST = 2_500_000

/** A file is looked at first: what it would do stands here before anything is done. */
export default function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslations('devices.import')
  const api = useApi()
  const queries = useQueryClient()
  const words = useRefusalWords('devices')
  const [text, setText] = useState<string | null>(null)
  const preview = useMutation(api.devices.previewImport.mutationOptions())
  const done = useMutation(
    api.devices.import.mutationOptions({
      onSuccess: () => queries.invalidateQueries(api.devices.pathFilter()),
      // What the file would do now is another question.
      onError: () => preview.reset(),
    }),
  )
  const seen: DeviceImportPreview | undefined = preview.data
  const error = done.error ?? preview.error

  async function choose(file: File | null) {
    preview.reset()
    done.reset()
    setText(file === null ? null : await file.text())
  }

  function go() {
    if (text === null) return
    if (done.isSuccess) onClose()
    else if (seen === undefined) preview.mutate({ text })
    else done.mutate({ text, planHash: seen.planHash })
  }

  const isNothing = seen !== undefined && (seen.errors.length > 0 || seen.counts.new + seen.counts.changed === 0)
  const tooLong = text !== null && text.length > LONGEST
  return (
    <DialogForm
      title={translate('title')}
      why={translate('why')}
      submit={translate(seen === undefined ? 'look' : 'submit')}
      busy={preview.isPending || done.isPending}
      ready={text !== null && text !== '' && !tooLong && !isNothing && !done.isSuccess}
      problem={tooLong ? translate('tooLong') : error === null ? null : words(error)}
      onSubmit={go}
      onClose={onClose}
    >
      <FileInput accept=".csv,text/csv" label={translate('choose')} placeholder={translate('choose')} onChange={choose} />
      {done.data !== undefined ? (
        <p role="status">{translate('done', { fresh: done.data.new, changed: done.data.changed })}</p>
      ) : seen !== undefined ? (
        <ImportPreview preview={seen} />
      ) : null}
    </DialogForm>
  )
}
