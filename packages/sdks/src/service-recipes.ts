import type { RecipeRow } from './recipe.ts'

/** Databases, queues, mail. */
export const services: readonly RecipeRow[] = [
  { name: 'pg', does: 'PostgreSQL', reaches: { 'db.example.com:5432': 'pg' } },
  { name: 'mysql2', does: 'MySQL', reaches: { 'db.example.com:3306': 'mysql2' } },
  { name: 'mongodb', does: 'MongoDB', reaches: { 'db.example.com:27017': 'mongodb' } },
  {
    name: 'mongodb-srv',
    package: 'mongodb',
    does: 'MongoDB, whose servers are in DNS',
    reaches: { 'cluster.example.com': 'mongodb', '_mongodb._tcp.cluster.example.com': 'mongodb' },
    standIn: 'no',
  },
  { name: 'redis', does: 'Redis', reaches: { 'cache.example.com:6379': 'redis › @redis/client, as installed' } },
  {
    name: 'ioredis',
    does: 'Redis, from the constructor',
    reaches: { 'cache.example.com:6379': 'ioredis, from its use' },
    caller: 'nothing',
  },
  { name: 'memjs', does: 'Memcached', reaches: { 'cache.example.com:11211': 'memjs' }, standIn: 'no' },
  {
    name: 'nats',
    does: 'resolves names, then connects to an address',
    reaches: { 'bus.example.com': 'nats', 'bus.example.com:4222': 'nats, from its use' },
  },
  { name: 'amqplib', does: 'RabbitMQ', reaches: { 'queue.example.com:5672': 'amqplib' } },
  { name: 'kafkajs', does: 'Kafka', reaches: { 'kafka.example.com:9092': 'kafkajs' } },
  { name: 'mqtt', does: 'MQTT', reaches: { 'broker.example.com:1883': 'mqtt' }, caller: 'nothing' },
  {
    name: 'nodemailer',
    does: 'resolves names, then sends mail',
    reaches: { 'smtp.example.com': 'nodemailer, from its use' },
  },
  { name: 'ldapts', does: 'LDAP', reaches: { 'ldap.example.com:389': 'ldapts' } },
  { name: 'basic-ftp', does: 'FTP', reaches: { 'ftp.example.com:21': 'basic-ftp' } },
  { name: 'influx', does: 'InfluxDB', reaches: { 'influx.example.com:8086': 'influx' } },
]
