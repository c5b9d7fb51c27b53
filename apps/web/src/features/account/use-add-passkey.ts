'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { describeBrowser } from '../../components/browser/describe-browser.ts'
import { useApi } from '../../trpc/client.tsx'
import { makePasskey, useErrorWords } from '../factors/index.ts'
import type { AccountChange } from './use-account-change.ts'

/** Makes a passkey: the server says what for, the device makes it, the server takes it into use under a name. */
export function useAddPasskey({ saying, setProblem }: AccountChange, added: () => void) {
  const translate = useTranslations('account')
  const api = useApi()
  const words = useErrorWords()
  const [atDevice, setAtDevice] = useState(false)
  const said = saying(translate('passkeys.done'))
  const begin = useMutation(api.account.beginPasskey.mutationOptions(saying(null)))
  const finish = useMutation(
    api.account.finishPasskey.mutationOptions({
      ...said,
      onSuccess: () => {
        added()
        return said.onSuccess()
      },
    }),
  )

  async function add(name: string) {
    // What is refused says so by itself.
    const options = await begin.mutateAsync().catch(() => null)
    if (options === null) return
    setAtDevice(true)
    const made = await makePasskey(options)
    setAtDevice(false)
    // Extensions are asked for by nobody.
    if (made.ok) finish.mutate({ name, response: { ...made.data, clientExtensionResults: {} } })
    else setProblem(words(made))
  }

  return {
    add,
    busy: begin.isPending || atDevice || finish.isPending,
    /** "Chrome, Windows": where it is made, until its owner says better. */
    suggestedName: () => {
      const { browser, system } = describeBrowser(navigator.userAgent)
      return [browser, system].filter(Boolean).join(', ')
    },
  }
}
