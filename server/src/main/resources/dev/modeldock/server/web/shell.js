// What stands around every view: the rail (a bar on phones), the bar of messages, the theme.
import {html, nothing, render} from '/assets/libraries.js';
import {remove} from '/assets/api.js';
import {icons} from '/assets/icons.js';
import {end, listen, streamState} from '/assets/live.js';
import {framed, trying} from '/assets/parts.js';
import {uploads} from '/assets/uploads.js';

const RAIL = [
  ['models', 'Models'],
  ['add', 'Add'],
  ['jobs', 'Jobs'],
  ['sources', 'Sources'],
];

const STREAMS = {live: 'Live', waiting: 'Connecting again…', off: 'Not connected'};

export class Shell {
  constructor(root) {
    this.root = root;
    this.me = undefined;
    this.current = '';
    this.message = undefined;
    this.menu = false;
    this.draw = framed(() => this.#draw());
    this.main = document.createElement('div');
    this.main.className = 'view';
  }

  /** Let somebody in. */
  enter(me) {
    this.me = me;
    listen(type => type === 'stream' && this.draw());
    uploads.listen(this.draw);
    window.addEventListener('modeldock:say', event => this.say(event.detail));
    document.addEventListener('keydown', event => this.#key(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.draw);
    this.#draw();
  }

  /** An empty place for the next view. */
  fresh(first) {
    const next = document.createElement('div');
    next.className = 'view';
    this.main.replaceWith(next);
    this.main = next;
    if (!first) {
      scrollTo(0, 0);
      document.getElementById('main')?.focus({preventScroll: true});
    }
    return next;
  }

  at(word) {
    this.current = word;
    this.menu = false;
    this.message = this.message?.kind === 'done' ? this.message : undefined;
    if (this.me) {
      this.#draw();
    }
  }

  say(message) {
    this.message = message;
    this.draw();
    clearTimeout(this.timer);
    if (message.kind === 'done') {
      this.timer = setTimeout(() => {
        this.message = undefined;
        this.draw();
      }, 6000);
    }
  }

  #key(event) {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector('input[type=search]');
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === 'Escape' && this.menu) {
      this.menu = false;
      this.draw();
    }
  }

  #theme() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  }

  #switchTheme() {
    const next = this.#theme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem('modeldock.theme', next);
    this.draw();
  }

  #skip(event) {
    event.preventDefault();
    document.getElementById('main').focus();
  }

  #link([word, label]) {
    const now = this.current === word;
    const running = word === 'add' ? uploads.summary() : '';
    return html`<li><a href=${`#/${word}`} aria-current=${now ? 'page' : nothing}>${icons[word]}<span>${label}</span>
      ${running ? html`<span class="badge run num">${running}</span>` : nothing}</a></li>`;
  }

  #foot() {
    const theme = this.#theme();
    const other = theme === 'dark' ? 'light' : 'dark';
    return html`<div class="rail-foot">
      <p class="stream ${streamState()}"><span class="dot" aria-hidden="true"></span>${STREAMS[streamState()]}</p>
      <p class="who" title=${`Scopes: ${this.me.scopes.join(', ')}`}>${this.me.user}${this.me.signedIn
        ? html` · <a href="#/" @click=${trying(() => this.#signOut())}>Sign out</a>` : nothing}</p>
      <button type="button" class="quiet theme" @click=${() => this.#switchTheme()} aria-label=${`Use the ${other} theme`}>
        ${icons[other]}<span>${other === 'dark' ? 'Dark' : 'Light'}</span></button>
    </div>`;
  }

  async #signOut() {
    await remove('/v1/sign-in');
    end();
    location.reload();
  }

  #bar() {
    const said = this.message;
    return html`<div class="messages" role=${said?.kind === 'error' ? 'alert' : 'status'}>${said ? html`<div class="message ${said.kind}">
      <p>${said.sentence}</p>
      <button type="button" class="quiet" aria-label="Close this message" @click=${() => {
        this.message = undefined;
        this.draw();
      }}>${icons.close}</button></div>` : nothing}</div>`;
  }

  #draw() {
    render(html`
      <a class="skip" href="#main" @click=${event => this.#skip(event)}>Skip to the content</a>
      <div class="shell">
        <header class="rail ${this.menu ? 'open' : ''}">
          <a class="brand" href="#/models"><img src="/assets/icon.svg" alt="" width="24" height="24">Modeldock</a>
          <button type="button" class="quiet menu" aria-expanded=${this.menu ? 'true' : 'false'} aria-controls="rail" aria-label="Menu"
            @click=${() => {
              this.menu = !this.menu;
              this.draw();
            }}>${this.menu ? icons.close : icons.menu}</button>
          <div id="rail" class="rail-body">
            <nav aria-label="Views"><ul>${RAIL.map(each => this.#link(each))}</ul></nav>
            ${this.#foot()}
          </div>
        </header>
        <main id="main" tabindex="-1">${this.#bar()}${this.main}</main>
      </div>`, this.root);
  }
}
