'use client'

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import type { AppRouter } from '../server/root.ts'
import { BATCH_MOST } from './batch-size.ts'
import { createQueryClient } from './query-client.ts'

const api = createTRPCContext<AppRouter>()

/** `const api = useApi()` then `useQuery(api.stores.list.queryOptions(…))`. */
export const useApi = api.useTRPC

let browserQueryClient: QueryClient | undefined

function queryClientOfThisPage(): QueryClient {
  if (typeof window === 'undefined') return createQueryClient()
  // Made once: React throws the first tree away when it suspends before it is mounted.
  browserQueryClient ??= createQueryClient(goToSignIn)
  return browserQueryClient
}

function goToSignIn() {
  const { pathname, search } = window.location
  if (pathname !== '/sign-in') window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`)
}

export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = queryClientOfThisPage()
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      // The server takes POST with JSON only, so that no link or form of another site can reach a procedure.
      links: [httpBatchLink({ url: '/api/trpc', transformer: superjson, methodOverride: 'POST', maxItems: BATCH_MOST })],
    }),
  )
  return (
    <QueryClientProvider client={queryClient}>
      <api.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </api.TRPCProvider>
    </QueryClientProvider>
  )
}
