/** Subcommands of git that stay in the repository on disk, unless its configuration, attributes or hooks start something. */
export const localGitCommands: ReadonlySet<string> = words(`
  add apply blame branch cat-file check-attr check-ignore checkout clean commit config describe diff for-each-ref
  grep hash-object init log ls-files ls-tree merge-base mv name-rev remote reset restore rev-list rev-parse
  rm shortlog show show-ref stash status switch symbolic-ref tag update-index version write-tree
  --version
`)

/** Subcommands that put files of the worktree through filters. */
export const readsFiles: ReadonlySet<string> = words(
  'add apply blame cat-file commit diff hash-object mv rm status update-index',
)

/** Subcommands that write files of a commit by the attributes of that commit, or merge them. */
export const mergesContent: ReadonlySet<string> = words('checkout reset restore stash switch')

/** Subcommands that show content through programs of `diff.*`. */
export const readsContent: ReadonlySet<string> = words('blame cat-file diff grep log show stash status')

const index = 'post-index-change'
const refs = 'reference-transaction'
const moves = `${index} ${refs} post-checkout`

/** The hooks that a subcommand may run. */
export const hooksOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    add: index,
    apply: index,
    branch: refs,
    checkout: moves,
    commit: `${index} ${refs} pre-commit prepare-commit-msg commit-msg post-commit post-rewrite pre-auto-gc`,
    diff: index,
    mv: index,
    reset: moves,
    restore: moves,
    rm: index,
    stash: moves,
    status: index,
    switch: moves,
    'symbolic-ref': refs,
    tag: refs,
    'update-index': index,
  }).map(([command, hooks]) => [command, words(hooks)]),
)

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
