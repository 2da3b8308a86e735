// Where the page is: the part behind the # of the address, as a path and a query. Back and Forward just work.

/** The present place: its parts, and the values of its query. */
export function here() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return {
    parts: path.split('/').filter(part => part !== '').map(decode),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place, for links. */
export function link(parts, query = {}) {
  const set = new URLSearchParams();
  Object.entries(query).forEach(([name, value]) => {
    if (value !== undefined && value !== null && value !== '') {
      set.set(name, value);
    }
  });
  const text = set.toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

/** Go there; in place of the present entry of the history where each step is not worth one. */
export function go(parts, query = {}, {replace = false} = {}) {
  const target = link(parts, query);
  if (replace) {
    history.replaceState(null, '', target);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = target;
  }
}
