/**
 * Programs that cannot reach out and start no other program, whatever their arguments.
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

/** Those of them that some systems have as scripts, with the programs that these start. */
export const localScripts: ReadonlyMap<string, readonly string[]> = new Map([
  ['egrep', ['grep']],
  ['fgrep', ['grep']],
  ['which', []],
])

/**
 * What a shell does by itself, and safely, some with a few arguments only: `eval`, `command`, `.`, `trap`, `alias`, `hash`, `let`,
 * `declare`, `local` and `mapfile` are not among them, since they run or rename what their arguments say.
 */
export const shellBuiltins: Words = words(`
  : cd exit export false pwd read return set shift test true umask unset wait [
`)

/** Shells whose commands can be read; zsh runs a file of its user before any command. */
export const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash'])

type Words = Pick<ReadonlySet<string>, 'has'>

/** Most processes start no program: the list is read when one does. */
function words(text: string): Words {
  const read: { words?: ReadonlySet<string> } = {}
  return { has: (word) => (read.words ??= new Set(text.trim().split(/\s+/))).has(word) }
}
