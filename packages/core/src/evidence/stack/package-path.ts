/** An installed package, as the path of one of its files tells it. */
export interface InstalledPackage {
  readonly name: string
  /** The folder that holds its package.json. */
  readonly directory: string
}

/** The innermost package a file is installed in: the last `node_modules/<name>` of its path, in flat, pnpm and zip layouts. */
export function packageOf(file: string): InstalledPackage | undefined {
  const found = INNERMOST.exec(file)
  if (found?.[1] === undefined || found[2] === undefined) return undefined
  return { directory: found[1], name: found[2].replace('\\', '/') }
}

/** Whether a file was installed rather than written in the project; true as well for caches such as `node_modules/.vite`. */
export function isInstalled(file: string): boolean {
  return ANY.test(file)
}

const ANY = /(?:^|[\\/])node_modules[\\/]/
// Names that begin with a dot (`.pnpm`, `.vite`, `.cache`) are stores of a tool, never packages.
const INNERMOST = /^((?:.*[\\/])?node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/.@][^\\/]*))[\\/]/s
