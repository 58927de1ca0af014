/** An installed package, as derived from the path of one of its files. */
export interface InstalledPackage {
  readonly name: string
  /** The folder that holds its package.json. */
  readonly directory: string
}

/** The innermost package that contains a file: the last `node_modules/<name>` in its path, in flat, pnpm and zip layouts. */
export function packageOf(file: string): InstalledPackage | undefined {
  const found = INNERMOST.exec(file)
  if (found?.[1] === undefined || found[2] === undefined) return undefined
  return { directory: found[1], name: found[2].replace('\\', '/') }
}

/** Whether a file was installed, and not written in the project. Also true for caches such as `node_modules/.vite`. */
export function isInstalled(file: string): boolean {
  return ANY.test(file)
}

const ANY = /(?:^|[\\/])node_modules[\\/]/
// Folders that begin with a dot (`.pnpm`, `.vite`, `.cache`) are stores of tools, not packages.
const INNERMOST = /^((?:.*[\\/])?node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/.@][^\\/]*))[\\/]/s
