const { Analytics } = require('@segment/analytics-node')

const analytics = new Analytics({ writeKey: 'a-write-key', flushInterval: 20, maxRetries: 0 })

/** Searches the documents at hand. Segment counts the searches, and sends the count long after the answer. */
async function search(word, documents) {
  analytics.track({ anonymousId: 'agent', event: 'search' })
  return documents.filter((text) => text.includes(word))
}

module.exports = { search }
