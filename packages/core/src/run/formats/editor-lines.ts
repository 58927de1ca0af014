import { repositoryOf } from '../file/repository-of.ts'

/** URLs that open a line of a file in an editor. `{path}` is absolute, without its first slash. */
const editors = {
  vscode: 'vscode://file/{path}:{line}:{column}',
  cursor: 'cursor://file/{path}:{line}:{column}',
  zed: 'zed://file/{path}:{line}:{column}',
  idea: 'idea://open?file=/{path}&line={line}&column={column}',
  webstorm: 'webstorm://open?file=/{path}&line={line}&column={column}',
} as const

export type Editor = keyof typeof editors

/** The editors that a page can link to. */
export const editorNames = Object.keys(editors) as readonly Editor[]

/** The links to lines in an editor, for the repository that contains `folder`. */
export function editorLines(editor: Editor, folder: string): string {
  const root = encodeURI((repositoryOf(folder) ?? folder).replaceAll('\\', '/')).replace(/^\//, '')
  return editors[editor].replace('{path}', () => `${root}/{path}`)
}
