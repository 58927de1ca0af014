import { useCallback, useEffect, useState } from 'preact/hooks'
import { formatHash, parseHash, type PageState } from '../model/page-state.ts'

/** Shows another state. Typing replaces the entry of the history, so that going back does not undo letters. */
export type Show = (next: PageState, how?: 'replace') => void

/** The state of the page, which is its address. */
export function usePageState(): readonly [PageState, Show] {
  const [state, setState] = useState(() => parseHash(location.hash))
  useEffect(() => {
    const read = (): void => setState(parseHash(location.hash))
    addEventListener('hashchange', read)
    addEventListener('popstate', read)
    return () => {
      removeEventListener('hashchange', read)
      removeEventListener('popstate', read)
    }
  }, [])
  const show = useCallback<Show>((next, how) => {
    setState(next)
    const hash = formatHash(next)
    if (how === 'replace') history.replaceState(history.state, '', hash)
    else if (hash !== location.hash) history.pushState(null, '', hash)
  }, [])
  return [state, show]
}
