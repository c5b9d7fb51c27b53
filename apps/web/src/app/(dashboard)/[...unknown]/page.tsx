import { notFound } from 'next/navigation'

/** Any other address: inside the frame, so that the way on is at hand. */
export default function UnknownPage(): never {
  notFound()
}
