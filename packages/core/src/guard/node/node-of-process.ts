/** What decides how the channels work: version and build of Node, and what its permission model hides. */
export function nodeOfProcess(): string {
  const { version, arch, execPath } = process
  return [version, arch, execPath, 'permission' in process ? 'restricted' : ''].join(' ')
}
