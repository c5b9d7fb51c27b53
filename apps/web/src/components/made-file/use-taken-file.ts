'use client'

import { useMutation } from '@tanstack/react-query'
import { fetchFile } from '../download/fetch-file.ts'
import { saveFile } from '../download/save-file.ts'

/** Takes a file that a hub has made, by its id; gives the name it was saved under. */
export function useTakenFile(what: 'bundle' | 'package') {
  return useMutation({
    async mutationFn(id: string) {
      const { fileName, blob } = await fetchFile({ what, id })
      saveFile(fileName, blob, 'application/zip')
      return fileName
    },
  })
}
