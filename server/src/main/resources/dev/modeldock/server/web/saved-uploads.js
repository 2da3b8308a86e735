// What this browser has begun to send: enough to go on after a reload or a crash, once the same thing is dropped again.

const KEY = 'modeldock.uploads';

function read() {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(all) ? all.filter(each => new Date(each.expires) > new Date()) : [];
  } catch {
    return [];
  }
}

const write = all => localStorage.setItem(KEY, JSON.stringify(all.slice(-50)));

export const saved = {
  all: read,
  /** The one that was begun with these very files. */
  of: print => read().find(each => each.print === print),
  keep(entry) {
    write([...read().filter(each => each.session !== entry.session), entry]);
  },
  forget(session) {
    write(read().filter(each => each.session !== session));
  },
};

/** Names files by what can be known of them without reading them: paths, sizes and dates. */
export function printOf(files) {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const {path, size, modified} of files) {
    for (const letter of `${path}\n${size}\n${modified}\n`) {
      const code = letter.codePointAt(0);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
  }
  const hex = value => (value >>> 0).toString(16).padStart(8, '0');
  return `${files.length}-${files.reduce((sum, each) => sum + each.size, 0)}-${hex(a)}${hex(b)}`;
}
