/** Reads a page for the agent. The address may come from a user, a search result, or a page that was read before. */
export async function readPage(url: string): Promise<string> {
  try {
    const response = await fetch(url)
    return await response.text()
  } catch {
    return 'The page cannot be read'
  }
}
