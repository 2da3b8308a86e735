// Asks the dock. Whatever it refuses becomes a Refusal with its own sentence.

/** What the dock (or the way to it) said no with. */
export class Refusal extends Error {
  constructor(status, code, sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

const AWAY = 'The dock does not answer. Is it running, and can this browser reach it?';

async function send(method, path, {body, signal, headers = {}} = {}) {
  const init = {method, signal, headers: {...headers}, credentials: 'same-origin'};
  if (body !== undefined) {
    init.headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, init);
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : new Refusal(0, 'AWAY', AWAY);
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

async function refusal(response) {
  const text = await response.text();
  if (response.status === 401) {
    window.dispatchEvent(new CustomEvent('modeldock:key-needed'));
  }
  try {
    const body = JSON.parse(text);
    const sentence = body.message ?? body.error?.message ?? body.error ?? body.error_desc;
    return new Refusal(response.status, body.code ?? body.error?.code ?? '', String(sentence ?? text));
  } catch {
    return new Refusal(response.status, '', `The dock answered ${response.status} ${response.statusText}.`);
  }
}

async function json(method, path, options) {
  const response = await send(method, path, options);
  const text = await response.text();
  return text === '' ? {} : JSON.parse(text);
}

export const get = (path, signal) => json('GET', path, {signal});
export const post = (path, body, signal) => json('POST', path, {body, signal});
export const put = (path, body) => json('PUT', path, {body});
export const patch = (path, body) => json('PATCH', path, {body});
export const remove = path => json('DELETE', path, {});

/** A text; of a long one no more than {@code most} bytes, and whether there were more. */
export async function text(path, most, signal) {
  const response = await send('GET', path, {signal, headers: {Range: `bytes=0-${most - 1}`}});
  const total = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '');
  return {text: await response.text(), cut: total !== null && Number(total[1]) > most};
}

/** Post, and tell where the answer says that the new thing is. */
export async function create(path, body) {
  const response = await send('POST', path, {body});
  return response.headers.get('Location') ?? '';
}

/** A query string of what is set, with its question mark. */
export function query(values) {
  const set = new URLSearchParams();
  Object.entries(values).forEach(([name, value]) => {
    if (value !== undefined && value !== null && value !== '') {
      set.set(name, value);
    }
  });
  const text = set.toString();
  return text === '' ? '' : `?${text}`;
}

/** A path whose parts may hold anything. */
export const path = (...parts) => parts.map(part => encodeURIComponent(part)).join('/');

/** The route of a model that is called namespace/name. */
export const modelPath = name => `/v1/models/${path(...name.split('/'))}`;
