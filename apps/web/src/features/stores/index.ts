export { StorePage } from './store-page.tsx'
export { StoresPage } from './stores-page.tsx'
