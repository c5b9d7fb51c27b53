export { PairingPage } from './pairing-page.tsx'
export { WallPage } from './wall-page.tsx'
