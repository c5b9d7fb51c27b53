/** A receipt with its counterfoil: the perforation is the product's sign. */
export function BrandMark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 22 22" width={size} height={size} aria-hidden="true">
      <rect x="1" y="3" width="20" height="16" rx="2.5" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M8.5 3.5v15" stroke="currentColor" strokeWidth="1.8" strokeDasharray="1.6 2.2" strokeLinecap="round" />
      <path d="M12 9h5.5M12 13h3.5" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  )
}
