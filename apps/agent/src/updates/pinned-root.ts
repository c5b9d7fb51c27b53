/** `root.json` of the chain’s own keys; the builder of the packages puts it here. Without it no version is taken from the hub. */
export const PINNED_ROOT: string | undefined = undefined
