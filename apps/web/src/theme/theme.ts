import { type CSSVariablesResolver, createTheme, defaultVariantColorsResolver, type VariantColorsResolver } from '@mantine/core'

/** What can be pressed has one colour, with white on it by day and ink by night. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const ofTheme = input.color === undefined || input.color === input.theme.primaryColor
  const border = '1px solid transparent'
  if (ofTheme && input.variant === 'filled') {
    return { background: 'var(--act)', hover: 'color-mix(in srgb, var(--act) 88%, var(--ink))', color: 'var(--on-act)', border }
  }
  if (ofTheme && (input.variant === 'subtle' || input.variant === 'transparent' || input.variant === 'light')) {
    const quiet = input.variant === 'light' ? 'var(--act-bg)' : 'transparent'
    return {
      background: quiet,
      hover: input.variant === 'transparent' ? 'transparent' : 'var(--act-bg)',
      color: 'var(--act)',
      border,
    }
  }
  return defaultVariantColorsResolver(input)
}

/** Meanings live in `tokens.css` (--ink, --ok …); Mantine's own variables point at them. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSmoothing: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.3' },
  headings: {
    fontFamily: 'var(--font)',
    fontWeight: '600',
    textWrap: 'wrap',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '0.875rem', lineHeight: '1.45' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.45' },
    },
  },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  radius: { xs: '3px', sm: '5px', md: '5px', lg: '8px', xl: '8px' },
  defaultRadius: 'sm',
  breakpoints: { xs: '30em', sm: '48em', md: '64em', lg: '80em', xl: '120em' },
  colors: {
    act: ['#EAF0FD', '#D3E0FB', '#AFC8FB', '#85ADFF', '#5F8FF2', '#3D71E0', '#2353C6', '#1C45A8', '#173A8C', '#122E70'],
    // Mantine draws its dark surfaces from these: text first, then lines, menus, page.
    dark: ['#E9EDF2', '#AFB9C5', '#8B97A5', '#6B7785', '#3B4653', '#252D37', '#1A2028', '#151A21', '#0F1318', '#0B0E12'],
  },
  primaryColor: 'act',
  variantColorResolver,
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  white: '#FFFFFF',
  black: '#12171E',
  shadows: { xs: 'none', sm: 'none', md: 'var(--shadow)', lg: 'var(--shadow)', xl: 'var(--shadow)' },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    // Within its landmark rather than at the end of the page, and without a focus target inside role=menu that is no item.
    Menu: {
      defaultProps: { transitionProps: { duration: 120 }, shadow: 'md', withinPortal: false, withInitialFocusPlaceholder: false },
    },
    Popover: { defaultProps: { transitionProps: { duration: 120 }, shadow: 'md' } },
    Table: { defaultProps: { verticalSpacing: 0, horizontalSpacing: 8, highlightOnHover: true } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
    // Locking the scroll writes a <style> without our nonce, which the content security policy refuses.
    Modal: {
      defaultProps: { transitionProps: { duration: 120 }, lockScroll: false },
      styles: { title: { fontSize: 'var(--t-16)', lineHeight: '22px', fontWeight: 600 } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 120 }, lockScroll: false } },
    Paper: { defaultProps: { shadow: 'none', withBorder: false } },
  },
})

export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--bg)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--act)',
    '--mantine-color-default': 'var(--bg)',
    '--mantine-color-default-hover': 'var(--bg-3)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-2)',
    '--mantine-color-disabled': 'var(--bg-3)',
    '--mantine-color-disabled-color': 'var(--ink-3)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-color-error': 'var(--crit)',
    '--mantine-color-success': 'var(--ok)',
    '--mantine-primary-color-filled': 'var(--act)',
    '--mantine-primary-color-contrast': 'var(--on-act)',
  }
  return { variables: {}, light: shared, dark: shared }
}
