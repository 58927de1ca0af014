/**
 * Programs with one-letter flags that take a secret, and those letters. The secret may be attached (`-pSECRET`), follow
 * in a cluster (`-sup:SECRET`), or be the next word.
 */
const letters: ReadonlyMap<string, string> = new Map([
  ['curl', 'bdeEFHuU'],
  ['mysql', 'p'],
  ['mysqldump', 'p'],
  ['mysqladmin', 'p'],
  ['mysqlimport', 'p'],
  ['mariadb', 'p'],
  ['mariadb-dump', 'p'],
  ['psql', 'W'],
  ['pg_dump', 'W'],
  ['mongo', 'p'],
  ['mongosh', 'p'],
  ['mongodump', 'p'],
  ['redis-cli', 'a'],
  ['sshpass', 'p'],
  ['openssl', 'kK'],
  ['zip', 'P'],
  ['unzip', 'P'],
  ['7z', 'p'],
  ['7za', 'p'],
  ['http', 'a'],
  ['https', 'a'],
  ['ab', 'ACPH'],
  ['hey', 'aHd'],
  ['wrk', 'H'],
  ['siege', 'H'],
  ['mosquitto_pub', 'P'],
  ['mosquitto_sub', 'P'],
  ['ldapsearch', 'w'],
  ['ldapmodify', 'w'],
  ['smbclient', 'U'],
  ['sqlcmd', 'P'],
  ['lftp', 'u'],
  ['ncftpget', 'p'],
  ['snmpget', 'cAX'],
  ['snmpwalk', 'cAX'],
  ['svn', 'p'],
  ['ipmitool', 'P'],
])

/** The letters for all such programs that a command line or script names. Empty where it names none. */
export function secretLetters(texts: readonly string[]): string {
  const found = new Set<string>()
  for (const text of texts) {
    for (const word of text.split(/[\s/\\;|&("'`)]+/))
      for (const letter of letters.get(baseName(word)) ?? '') found.add(letter)
  }
  return [...found].join('')
}

function baseName(word: string): string {
  return word.toLowerCase().replace(/\.exe$/, '')
}
