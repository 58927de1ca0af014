import type { KnownSender } from './known-sender.ts'

/** Services that listen on many developers' machines, recognized by port or socket. */
export const localServices = (): readonly KnownSender[] => [
  { what: 'Docker', at: ['localhost:2375'], sockets: /[\\/]docker(?:_engine|\.sock)$/ },
  { what: 'Podman', sockets: /[\\/]podman\.sock$/ },
  {
    what: 'the default page of happy-dom: give it a url',
    at: ['localhost:3000'],
    packages: ['happy-dom'],
    shared: true,
  },
  { what: 'a development server, or the default page of a simulated browser', at: ['localhost:3000'] },
  { what: 'MySQL', at: ['localhost:3306'], sockets: /[\\/]mysqld?\.sock$/ },
  { what: 'NATS', at: ['localhost:4222'] },
  { what: 'PostgreSQL', at: ['localhost:5432'], sockets: /[\\/]\.s\.PGSQL\.\d+$/ },
  { what: 'Redis', at: ['localhost:6379'], sockets: /[\\/]redis[^\\/]*\.sock$/ },
  { what: 'a StatsD agent', at: ['localhost:8125'] },
  { what: 'the Datadog agent', sockets: /[\\/]datadog[\\/]/ },
  { what: 'Kafka', at: ['localhost:9092'] },
  { what: 'Elasticsearch', at: ['localhost:9200'] },
  { what: 'Memcached', at: ['localhost:11211'] },
  { what: 'Ollama', at: ['localhost:11434'] },
  { what: 'MongoDB', at: ['localhost:27017'] },
]
