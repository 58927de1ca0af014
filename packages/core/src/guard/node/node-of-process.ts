/** What the channels depend on: Node's version and build, and what its permission model hides. */
export function nodeOfProcess(): string {
  const { version, arch, execPath } = process
  return [version, arch, execPath, 'permission' in process ? 'restricted' : ''].join(' ')
}
