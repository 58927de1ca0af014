import { unknownWord } from './shell-words.ts'

/**
 * Flags with which Node runs code before any preload: a package script, a snapshot, a single executable, or a library
 * that OpenSSL's configuration names. A file of options may name that too.
 */
const pastPreload = new Set([
  '--run',
  '--build-snapshot',
  '--build-snapshot-config',
  '--snapshot-blob',
  '--build-sea',
  '--experimental-sea-config',
  '--openssl-config',
  '--experimental-config-file',
  '--experimental-default-config-file',
  '--config-file',
  '--default-config-file',
  '--vfs-load',
  '--vfs-mount',
])

/** Some flags without a value. The word after any other flag may be its value. */
const plain = new Set([
  '--test',
  '--watch',
  '--inspect',
  '--inspect-brk',
  '--expose-gc',
  '--enable-source-maps',
  '--no-warnings',
  '--trace-warnings',
  '--trace-uncaught',
  '--no-deprecation',
  '--experimental-vm-modules',
  '--permission',
  '--experimental-strip-types',
  '--experimental-transform-types',
  '--preserve-symlinks',
  '--check',
  '-c',
])

/** Whether Node, called with these arguments, may run something before the preload, or without it. */
export function goesPastPreload(args: readonly string[]): boolean {
  let before: string | undefined
  for (const arg of args) {
    // A word that the shell computes may be any flag.
    if (arg.startsWith(unknownWord)) return true
    if (arg === '--' || arg === '-') return false
    if (!arg.startsWith('-')) {
      if (before === undefined || before.includes('=') || plain.has(before)) return false
    } else if (arg.includes(unknownWord) || isPastPreload(arg)) return true
    before = arg
  }
  return false
}

/** The same for NODE_OPTIONS, unless the runner itself was started with that value. */
export function optionsGoPastPreload(
  { NODE_OPTIONS: options = '' }: Readonly<Record<string, string | undefined>>,
  inherited: Readonly<Record<string, string | undefined>>,
): boolean {
  return options !== inherited['NODE_OPTIONS'] && options.split(/[\s"]+/).some(isPastPreload)
}

/** Node accepts an underscore for a dash. */
export function isPastPreload(flag: string): boolean {
  return pastPreload.has(flag.replace(/=.*/s, '').replaceAll('_', '-'))
}
