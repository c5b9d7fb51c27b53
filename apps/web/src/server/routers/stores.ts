import { GetStoreInput, getStore, ListStoresInput, listScopes, listStores } from '@counterfoil/services/stores'
import { procedure, router } from '../trpc.ts'

export const storesRouter = router({
  list: procedure('stores.read')
    .input(ListStoresInput)
    .query(({ ctx, input }) => listStores(ctx.services, input)),
  get: procedure('stores.read')
    .input(GetStoreInput)
    .query(({ ctx, input }) => getStore(ctx.services, input)),
  /** What the scope can be set to. */
  scopes: procedure('chain.read').query(({ ctx }) => listScopes(ctx.services)),
})
