/** Whose wall it is: a screen's that was let in, or that of somebody signed in. */
export interface WallViewer {
  readonly kind: 'screen' | 'person'
  readonly name: string
}
