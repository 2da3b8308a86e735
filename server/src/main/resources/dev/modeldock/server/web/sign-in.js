// One field for a key. The dock answers with a cookie that no script can read.
import {html, nothing, render} from '/assets/libraries.js';
import {post} from '/assets/api.js';

/** Ask for a key in {@code root} until one is good, then call {@code done}. */
export function signIn(root, done) {
  let sentence = '';
  let busy = false;
  const fresh = document.createElement('div');
  root.replaceWith(fresh);

  async function send(event) {
    event.preventDefault();
    busy = true;
    draw();
    try {
      await post('/v1/sign-in', {key: new FormData(event.target).get('key').trim()});
      done();
    } catch (failure) {
      sentence = failure.message;
      busy = false;
      draw();
      fresh.querySelector('input').select();
    }
  }

  function draw() {
    render(html`<main class="sign-in">
      <form @submit=${send}>
        <p class="brand"><img src="/assets/icon.svg" alt="" width="28" height="28">Modeldock</p>
        <h1>Sign in with a key</h1>
        <label for="key">Key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus
          aria-describedby="key-help" aria-invalid=${sentence ? 'true' : nothing}>
        <p class="refusal" role="alert">${sentence}</p>
        <button type="submit" ?disabled=${busy}>Sign in</button>
        <p id="key-help" class="muted">The operator makes one: <code>modeldock keys create --name me --scopes write</code></p>
      </form></main>`, fresh);
  }

  draw();
  document.title = 'Sign in · Modeldock';
  fresh.querySelector('input').focus();
}
