/** The properties of the terminal that a text is printed to. */
export interface Terminal {
  /** Its width in characters. `undefined` where lines need not be cut. */
  readonly columns: number | undefined
  readonly colors: boolean
}

/** The terminal behind a stream. FORCE_COLOR and NO_COLOR decide on colours. Otherwise a TTY has them. */
export function terminalOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const isTerminal = stream.isTTY === true
  return { columns: isTerminal ? stream.columns : undefined, colors: hasColors(isTerminal, environment) }
}

function hasColors(isTerminal: boolean, { FORCE_COLOR, NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>) {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  return isTerminal && TERM !== 'dumb'
}
