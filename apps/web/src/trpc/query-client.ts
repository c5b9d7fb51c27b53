import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query'
import superjson from 'superjson'

/** One per request on the server, one per page in the browser. */
export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      // Figures carry their own age; what the server just sent need not be asked for again at once.
      queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  })
}
