/**
 * How long npm and pnpm wait before they ask a registry again: by default 10 s and then 60 s, also where it is blocked.
 * npm and pnpm 10 read the first two, later versions of pnpm only the other two.
 */
const waits: Readonly<Record<string, string>> = {
  npm_config_fetch_retry_mintimeout: '100',
  npm_config_fetch_retry_maxtimeout: '1000',
  pnpm_config_fetch_retry_mintimeout: '100',
  pnpm_config_fetch_retry_maxtimeout: '1000',
}

const packageManager = /(?:^|[\\/])(?:npm|npx|pnpm|pnpx|pn|pnx)(?:-cli)?(?:\.[cm]?js)?$/

/** The variables with short waits, for the environment of a child. The user's values win. */
export function quickRetries(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Package managers ignore the case of these names.
  const known = new Set(Object.keys(env).map((name) => name.toLowerCase()))
  return Object.fromEntries(Object.entries(waits).filter(([name]) => !known.has(name)))
}

/** Takes these variables out again, unless the script of this process is a package manager. */
export function dropQuickRetries(names: readonly string[], script: string | undefined): void {
  if (script !== undefined && packageManager.test(script)) return
  for (const name of names) if (process.env[name] === waits[name]) delete process.env[name]
}
