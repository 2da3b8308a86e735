// A tar of files that nobody copies: headers as bytes, and the files as they lie on the disk, one behind the other.

const BLOCK = 512;
const LARGEST_OCTAL = 0o77777777777;
const encoder = new TextEncoder();

function octal(value, width) {
  return Math.floor(value).toString(8).padStart(width - 1, '0').slice(-(width - 1)) + '\0';
}

/** The prefix and the name of a header, or nothing where the path does not fit. */
function split(path) {
  if (encoder.encode(path).length !== path.length) {
    return undefined;
  }
  if (path.length <= 100) {
    return ['', path];
  }
  for (let at = path.lastIndexOf('/', 155); at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (path.length - at - 1 <= 100) {
      return [path.slice(0, at), path.slice(at + 1)];
    }
  }
  return undefined;
}

function header(prefix, name, size, seconds, type) {
  const block = new Uint8Array(BLOCK);
  const put = (at, text) => block.set(encoder.encode(text), at);
  put(0, name);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(124, octal(Math.min(size, LARGEST_OCTAL), 12));
  put(136, octal(Math.min(seconds, LARGEST_OCTAL), 12));
  put(148, '        ');
  put(156, type);
  put(257, 'ustar\x0000');
  put(345, prefix);
  put(148, octal(block.reduce((sum, each) => sum + each, 0), 7) + ' ');
  return block;
}

function record(key, value) {
  const rest = encoder.encode(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (String(length).length + rest !== length) {
    length = String(length).length + rest;
  }
  return `${length} ${key}=${value}\n`;
}

function padded(bytes) {
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  whole.set(bytes);
  return whole;
}

/** What stands before a file's bytes. */
function head({path, size, modified}) {
  const seconds = Math.max(0, Math.floor(modified / 1000));
  const fits = split(path);
  const records = (fits ? '' : record('path', path)) + (size > LARGEST_OCTAL ? record('size', size) : '');
  const [prefix, name] = fits ?? ['', 'long-name'];
  const own = header(prefix, name, size, seconds, '0');
  if (records === '') {
    return [own];
  }
  const extension = encoder.encode(records);
  return [header('', 'pax-header', extension.length, seconds, 'x'), padded(extension), own];
}

/**
 * A tar of files, computed: any part of it can be had as a Blob, and none is ever held whole.
 */
export class Tar {
  #parts = [];
  size = 0;

  /** @param files with path, size, modified (in milliseconds) and blob; in the order in which they are to lie */
  constructor(files) {
    for (const file of files) {
      head(file).forEach(block => this.#add(block, block.length));
      this.#add(file.blob, file.size);
      const rest = file.size % BLOCK;
      if (rest > 0) {
        this.#add(new Uint8Array(BLOCK - rest), BLOCK - rest);
      }
    }
    this.#add(new Uint8Array(2 * BLOCK), 2 * BLOCK);
  }

  #add(content, size) {
    if (size > 0) {
      this.#parts.push({content, from: this.size, to: this.size + size});
      this.size += size;
    }
  }

  /** The bytes {@code from} to {@code to} (exclusive). */
  slice(from, to) {
    const pieces = [];
    for (let at = this.#indexOf(from); at < this.#parts.length && this.#parts[at].from < to; at++) {
      const part = this.#parts[at];
      const begin = Math.max(0, from - part.from);
      const end = Math.min(part.to, to) - part.from;
      pieces.push(part.content.slice(begin, end));
    }
    return new Blob(pieces);
  }

  #indexOf(offset) {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#parts[middle].to > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
