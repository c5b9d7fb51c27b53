import { GetStoreInput, getStore, ListStoresInput, listScopes, listStores } from '@counterfoil/services/stores'
import { procedure, router } from '../trpc.ts'

export const storesRouter = router({
  list: procedure({ permission: 'stores.read', audit: 'unlogged' })
    .input(ListStoresInput)
    .query(({ ctx, input }) => listStores(ctx.services, input)),
  get: procedure({ permission: 'stores.read', audit: 'unlogged' })
    .input(GetStoreInput)
    .query(({ ctx, input }) => getStore(ctx.services, input)),
  /** What the scope can be set to. */
  scopes: procedure({ permission: 'chain.read', audit: 'unlogged' }).query(({ ctx }) => listScopes(ctx.services)),
})
