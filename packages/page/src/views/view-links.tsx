import type { JSX } from 'preact'
import { formatHash, views, type PageState, type View } from '../model/page-state.ts'

/** The names of the lists. */
const viewNames: Readonly<Record<View, string>> = {
  destinations: 'Destinations',
  packages: 'Packages',
  files: 'Test files',
  attempts: 'Attempts',
}

/** The ways to look at the evidence; filters stay. */
export function ViewLinks({ state }: { readonly state: PageState }): JSX.Element {
  return (
    <nav class="view-links" aria-label="Views">
      <ul>
        {views.map((view) => (
          <li key={view}>
            <a href={formatHash({ ...state, view })} aria-current={state.view === view ? 'page' : undefined}>
              {viewNames[view]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
