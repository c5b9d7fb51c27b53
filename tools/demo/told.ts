/** A line of the demo that begins so is for whoever started it. */
export const TOLD = 'demo: '
