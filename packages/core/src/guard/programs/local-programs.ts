/**
 * Programs that cannot use the network and start no other program, whatever their arguments.
 *
 * Kept short on purpose: `find`, `xargs`, `env`, `awk`, `sed`, `tar` and `timeout` start what their arguments name.
 */
export const localPrograms: Words = words(`
  arch base32 base64 basename b2sum cat chgrp chmod chown cksum cmp comm cp cut date df diff dirname
  du echo egrep expand expr factor false fgrep fold getconf grep head id join kill ln ls md5sum mkdir
  mkfifo mktemp mv nl nproc od paste pgrep printf ps pwd readlink realpath rm rmdir seq sha1sum
  sha224sum sha256sum sha384sum sha512sum shuf sleep stat sync tac tail tee test touch tr true
  truncate tsort tty uname unexpand uniq wc which whoami yes [
`)

/** Those that are scripts on some systems, with the programs that the scripts start. */
export const localScripts: ReadonlyMap<string, readonly string[]> = new Map([
  ['egrep', ['grep']],
  ['fgrep', ['grep']],
  ['which', []],
])

/**
 * Safe builtins of a shell, some with a few arguments only. `eval`, `command`, `.`, `trap`, `alias`, `hash`, `let`,
 * `declare`, `local` and `mapfile` are missing, since they run or rename what their arguments name.
 */
export const shellBuiltins: Words = words(`
  : cd exit export false pwd read return set shift test true umask unset wait [
`)

/** Shells whose commands can be read. zsh is missing: it runs a file of its user before any command. */
export const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash'])

type Words = Pick<ReadonlySet<string>, 'has'>

/** Parsed on first use, since most processes start no program. */
function words(text: string): Words {
  const read: { words?: ReadonlySet<string> } = {}
  return { has: (word) => (read.words ??= new Set(text.trim().split(/\s+/))).has(word) }
}
