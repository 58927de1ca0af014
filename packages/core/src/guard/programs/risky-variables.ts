/** Variables that make any program load or run something else. */
const loading = /^(?:LD_\w+|DYLD_\w+|GCONV_PATH|GETCONF_DIR|OPENSSL_(?:CONF|MODULES|ENGINES))$/

/** Variables that a shell follows before its first command, or at each. */
const obeyed = /^(?:ENV|BASH_ENV|BASH_FUNC_.*|BASHOPTS|SHELLOPTS|PS4|PROMPT_COMMAND)$/

/** Variables that name programs for git to run. */
const gitPrograms =
  /^(?:GIT_(?!(?:AUTHOR|COMMITTER)_\w+$|DIR$|WORK_TREE$|INDEX_FILE$|CEILING_DIRECTORIES$)\w+|PAGER|EDITOR|VISUAL)$/

/** Variables that a command of a shell must not set, export or unset: they decide which programs the next words mean. */
const assigned = /^(?:PATH|IFS|CDPATH|NODE_OPTIONS|AGENTGUARD_\w+)$/

/** Numeric variables of bash, which evaluates an assigned value as arithmetic and runs `$(…)` in it. */
const numbers = /^(?:S?RANDOM|SECONDS|LINENO|HISTCMD|OPTIND|OPTERR|BASH\w*|E?UID|PPID|SHLVL|EPOCH\w+|COMP_\w+)$/

/** Which program reads the environment, since each kind follows other variables. */
export type EnvironmentReader = 'any' | 'shell' | 'git'

const obeyedBy: Readonly<Record<EnvironmentReader, readonly RegExp[]>> = {
  any: [loading],
  shell: [loading, obeyed],
  git: [loading, gitPrograms],
}

/** A variable that makes a program run something else, unless the runner itself was started with that same value. */
export function findRiskyVariable(
  env: Readonly<Record<string, string | undefined>>,
  inherited: Readonly<Record<string, string | undefined>>,
  reader: EnvironmentReader,
): string | undefined {
  return Object.keys(env).find(
    (name) => env[name] && env[name] !== inherited[name] && obeyedBy[reader].some((pattern) => pattern.test(name)),
  )
}

/** Whether a command of a shell may set a variable without changing what later commands are. */
export function isHarmlessName(name: string): boolean {
  return ![loading, obeyed, gitPrograms, assigned, numbers].some((pattern) => pattern.test(name))
}
