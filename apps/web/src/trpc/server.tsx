import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { headers } from 'next/headers'
import { cache, type ReactNode } from 'react'
import { createContext } from '../server/context.ts'
import { appRouter } from '../server/root.ts'
import { createQueryClient } from './query-client.ts'

/** Who asks, found once for a page and everything it asks. */
export const getRequestContext = cache(async () => createContext(await headers()))

export const getQueryClient = cache(createQueryClient)

/** For pages: `await getQueryClient().prefetchQuery(api.stores.list.queryOptions())`, then wrap the feature in `Hydrate`. */
export const api = createTRPCOptionsProxy({
  ctx: getRequestContext,
  router: appRouter,
  queryClient: getQueryClient,
})

export function Hydrate({ children }: { readonly children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>
}
