import { defaultShouldDehydrateQuery, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import superjson from 'superjson'

/** One per request on the server, one per page in the browser; there a session that ended leads to the sign-in page. */
export function createQueryClient(onSessionOver?: () => void) {
  const onError = (error: Error) => {
    if (error instanceof TRPCClientError && error.data?.code === 'UNAUTHORIZED') onSessionOver?.()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Figures carry their own age; what the server just sent need not be asked for again at once.
      queries: { staleTime: 5_000, retry: mayHelp, refetchOnWindowFocus: true },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  })
}

/** Once more for a lost line or a busy server; never for a refusal, which stays one. */
function mayHelp(failures: number, error: Error): boolean {
  const status: unknown = error instanceof TRPCClientError ? error.data?.httpStatus : undefined
  return failures < 1 && !(typeof status === 'number' && status < 500)
}
