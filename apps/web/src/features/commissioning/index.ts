export { CommissioningPage } from './commissioning-page.tsx'
export { CommissioningsPage } from './commissionings-page.tsx'
export { StoreCommissioning } from './store-commissioning.tsx'
