export { parseRedundancyChoice } from './redundancy-choice.ts'
export { RedundancyListPage } from './redundancy-list-page.tsx'
export { RedundancyPage } from './redundancy-page.tsx'
export { StoreRedundancy } from './store-redundancy.tsx'
