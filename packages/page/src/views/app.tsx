import type { PageEvidence } from '@agentguard/core/report'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { createEntries } from '../model/entry.ts'
import { createStory } from '../model/story.ts'
import { ListView } from './list-view.tsx'
import { PageHeader } from './page-header.tsx'
import { StoryView } from './story-view.tsx'
import { usePageState } from './use-page-state.ts'

/** The whole page. */
export function App({ evidence }: { readonly evidence: PageEvidence }): JSX.Element {
  const [state, show] = usePageState()
  const entries = useMemo(() => createEntries(evidence), [evidence])
  const story = useMemo(
    () => (state.story === undefined ? undefined : createStory(entries, state.story)),
    [entries, state.story],
  )
  const header = useMemo(() => <PageHeader evidence={evidence} entries={entries} />, [evidence, entries])
  useReturn(story?.destination)
  return (
    <>
      {story === undefined && header}
      <main>
        {entries.length === 0 ? (
          <Quiet hasRuns={evidence.runs.length > 0} />
        ) : story === undefined ? (
          <ListView entries={entries} runs={evidence.runs} state={state} show={show} />
        ) : (
          <StoryView story={story} runs={evidence.runs} state={state} />
        )}
      </main>
    </>
  )
}

function Quiet({ hasRuns }: { readonly hasRuns: boolean }): JSX.Element {
  return (
    <div class="empty">
      <p>
        {hasRuns
          ? 'No test reached or tried anything but the servers it started itself.'
          : 'Run the tests with a reporter that writes evidence, then make this page again.'}
      </p>
    </div>
  )
}

/** A reader who comes back from a story finds the list where they left it. */
function useReturn(story: string | undefined): void {
  const left = useRef({ story, scroll: 0 })
  useEffect(() => {
    const keep = (): void => {
      if (left.current.story === undefined) left.current.scroll = scrollY
    }
    addEventListener('scroll', keep, { passive: true })
    return () => removeEventListener('scroll', keep)
  }, [])
  useEffect(() => {
    const before = left.current.story
    left.current.story = story
    if (story !== undefined || before === undefined) return
    scrollTo(0, left.current.scroll)
    const links = [...document.querySelectorAll<HTMLElement>('a.name')]
    links.find(({ textContent }) => textContent === before)?.focus({ preventScroll: true })
  }, [story])
}
