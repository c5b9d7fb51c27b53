'use client'

import { useMutation } from '@tanstack/react-query'
import { saveFile } from '../download/save-file.ts'
import { useFetchFile } from '../download/use-fetch-file.ts'

/** Takes a file that a hub has made, by its id; gives the name it was saved under. */
export function useTakenFile(what: 'bundle' | 'package') {
  const fetchFile = useFetchFile()
  return useMutation({
    async mutationFn(id: string) {
      const { fileName, blob } = await fetchFile({ what, id })
      saveFile(fileName, blob, 'application/zip')
      return fileName
    },
  })
}
