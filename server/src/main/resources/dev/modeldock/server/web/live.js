// What happens, as it happens: one stream of server-sent events for the whole page. The browser connects again by itself
// and says what it heard last; when the dock cannot tell what came since, everybody asks anew.

const TYPES = ['job.created', 'job.state', 'job.progress', 'job.result', 'job.ended', 'model.published', 'model.deleted',
  'dataset.created', 'dataset.changed', 'dataset.deleted'];

const listeners = new Set();
let stream;
let state = 'off';

function tell(type, body) {
  listeners.forEach(listener => listener(type, body));
}

function become(next) {
  if (state !== next) {
    state = next;
    tell('stream', {state});
  }
}

/** Begin, once somebody is signed in. */
export function begin() {
  if (stream && stream.readyState !== EventSource.CLOSED) {
    return;
  }
  stream = new EventSource('/v1/events');
  TYPES.forEach(type => stream.addEventListener(type, event => tell(type, JSON.parse(event.data))));
  stream.addEventListener('ready', () => become('live'));
  stream.addEventListener('reset', () => {
    become('live');
    tell('reset', {});
  });
  stream.addEventListener('open', () => become('live'));
  stream.addEventListener('error', () => {
    become('waiting');
    if (stream.readyState === EventSource.CLOSED) {
      // Refused, say while the dock starts: the browser gives up for good, so we do not.
      setTimeout(again, 5000);
    }
  });
}

function again() {
  begin();
  tell('reset', {});
}

/** End it, as when somebody signs out. */
export function end() {
  stream?.close();
  stream = undefined;
  become('off');
}

export const streamState = () => state;

/** Hear of everything until {@code signal} says stop; of what was missed as the type {@code reset}. */
export function listen(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener('abort', () => listeners.delete(listener));
}
