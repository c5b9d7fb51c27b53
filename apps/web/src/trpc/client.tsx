'use client'

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import superjson from 'superjson'
import { useRefusedWords } from '../components/refusal/use-refused-words.ts'
import type { AppRouter } from '../server/root.ts'
import { BATCH_MOST } from './batch-size.ts'
import { createFactorDesk, type FactorDesk } from './factor-desk.ts'
import { factorLink } from './factor-link.ts'
import { createQueryClient } from './query-client.ts'
import { wordsLink } from './words-link.ts'

const api = createTRPCContext<AppRouter>()

/** `const api = useApi()` then `useQuery(api.stores.list.queryOptions(…))`. */
export const useApi = api.useTRPC

const FactorDeskContext = createContext<FactorDesk | null>(null)

/** Where questions wait for a factor. They go there by themselves; this is for the dialog and the curtain. */
export function useFactorDesk(): FactorDesk {
  const desk = useContext(FactorDeskContext)
  if (desk === null) throw new Error('useFactorDesk needs an ApiProvider above it')
  return desk
}

let browserQueryClient: QueryClient | undefined

function queryClientOfThisPage(): QueryClient {
  if (typeof window === 'undefined') return createQueryClient()
  // Made once: React throws the first tree away when it suspends before it is mounted.
  browserQueryClient ??= createQueryClient(goToSignIn)
  return browserQueryClient
}

/** A screen has nobody to sign in, a phone without a network keeps what was begun; both say themselves what ended. */
const stayingPages = ['/sign-in', '/wall', '/inspections/do']

function goToSignIn() {
  const { pathname, search } = window.location
  if (!stayingPages.includes(pathname)) window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`)
}

export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = queryClientOfThisPage()
  const [desk] = useState(createFactorDesk)
  const wordsFor = useRefusedWords()
  const client = useMemo(() => {
    return createTRPCClient<AppRouter>({
      links: [
        factorLink(desk),
        wordsLink(wordsFor),
        // The server takes POST with JSON only, so that no link or form of another site can reach a procedure.
        httpBatchLink({ url: '/api/trpc', transformer: superjson, methodOverride: 'POST', maxItems: BATCH_MOST }),
      ],
    })
  }, [desk, wordsFor])
  return (
    <QueryClientProvider client={queryClient}>
      <FactorDeskContext value={desk}>
        <api.TRPCProvider trpcClient={client} queryClient={queryClient}>
          {children}
        </api.TRPCProvider>
      </FactorDeskContext>
    </QueryClientProvider>
  )
}
