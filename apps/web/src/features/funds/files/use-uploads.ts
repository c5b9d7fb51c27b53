'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../../trpc/client.tsx'

/** One file on its way here, or what became of it. */
export interface Upload {
  readonly key: number
  readonly name: string
  readonly size: number
  readonly sent: number
  readonly state: 'sending' | 'kept' | 'same' | 'failed'
  /** Its number here, or that of the file with the same bytes. */
  readonly fileId: number | null
  readonly code: string | null
}

/** Sends files one after the other, as they are, and tells how far each is. */
export function useUploads(onKept?: (fileId: number) => void): {
  readonly uploads: readonly Upload[]
  readonly send: (files: readonly File[]) => void
} {
  const api = useApi()
  const queries = useQueryClient()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const [queue] = useState(() => ({ last: Promise.resolve(), next: 1 }))
  const change = (key: number, to: Partial<Upload>) =>
    setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, ...to } : upload)))
  const send = (files: readonly File[]) => {
    for (const file of files) {
      const key = queue.next
      queue.next += 1
      const upload = { key, name: file.name, size: file.size, sent: 0, state: 'sending', fileId: null, code: null } as const
      setUploads((before) => [upload, ...before])
      queue.last = queue.last.then(async () => {
        const outcome = await sendFile(file, (sent) => change(key, { sent }))
        change(key, outcome)
        await queries.invalidateQueries(api.fundsFiles.pathFilter())
        if (outcome.fileId !== null) onKept?.(outcome.fileId)
      })
    }
  }
  return { uploads, send }
}

/** `fetch` tells nothing of what has been sent. */
function sendFile(file: File, onSent: (bytes: number) => void): Promise<Pick<Upload, 'state' | 'fileId' | 'code'>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/funds/files?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded }) => onSent(loaded))
    request.addEventListener('load', () => resolve(outcomeOf(request.status, request.response)))
    for (const event of ['error', 'abort'] as const)
      request.addEventListener(event, () => resolve({ state: 'failed', fileId: null, code: 'BROKEN_OFF' }))
    // Without it, an empty file has no body to send.
    request.send(new Blob([file], { type: 'application/octet-stream' }))
  })
}

interface Answer {
  readonly id?: number
  readonly sameAs?: number | null
  readonly code?: string
}

function outcomeOf(status: number, answer: Answer | null): Pick<Upload, 'state' | 'fileId' | 'code'> {
  if (status === 201 && answer?.id !== undefined) return { state: 'kept', fileId: answer.id, code: null }
  if (status === 200 && answer?.sameAs != null) return { state: 'same', fileId: answer.sameAs, code: null }
  return { state: 'failed', fileId: null, code: answer?.code ?? 'NOT_KEPT' }
}
