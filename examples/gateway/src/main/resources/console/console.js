import {Refused, call, dryRun, follow, get, logIn} from './server.js';
import {byId, clearDryRun, say, showAgents, showChanges, showComparison, showDryRun, showHistory, showRoute, showStatus} from './view.js';

const TYPING_MILLIS = 400;
const inForce = {problems: [], blockedBy: 'unchanged'};
let asked = 0;
let typed = new AbortController();
let following = false;
let revision = 0;

/** Shows the state of the server. An answer that is overtaken by a newer one is dropped. */
async function refresh() {
  asked += 1;
  const mine = asked;
  const status = await get('/status');
  const [agents, history, pending] = await Promise.all([
    get('/agents'), get('/history'), status.file ? dryRun('GET', '/pending') : inForce]);
  if (mine !== asked) return;
  showStatus(status);
  byId('resume').hidden = !status.held;
  showAgents(agents);
  showHistory(history, status.revision, confirmRollback);
  showDryRun('pending', pending, 'The file');
  if (status.revision !== revision) judge().catch(failed); // what is typed is compared with another one now
  revision = status.revision;
  byId('reload').setAttribute('aria-disabled', String(!pending.wouldApply));
}

function failed(error) {
  if (error instanceof Refused) {
    logOut(error);
  } else if (error.name !== 'AbortError') {
    say('status', `Not up to date since ${new Date().toLocaleTimeString()}: ${error.message}`);
    byId('status').className = 'attention';
  }
}

function show(loggedIn) {
  byId('login').hidden = loggedIn;
  byId('views').hidden = !loggedIn;
}

function logOut(error) {
  logIn('');
  show(false);
  say('status', 'Not connected.');
  byId('status').className = '';
  byId('login-error').textContent = error.message;
  byId('token').focus();
}

async function act(path, json) {
  say('outcome', '');
  const answer = await call('POST', path, {json});
  await refresh();
  say('outcome', answer.summary ?? answer.error ?? 'Automatic reloads are let in again.');
}

async function confirmRollback(entry, clicked) {
  const answer = await call('GET', `/plan?revision=${entry.revision}`).catch(failed);
  if (!answer) return;
  const dialog = byId('confirm');
  byId('confirm-text').textContent = answer.error ?? (answer.plan.changes.length
    ? `Going back to revision ${entry.revision} changes this. The file stays as it is, and automatic reloads are held.`
    : `Revision ${entry.revision} says what is in force: nothing would change.`);
  showChanges('confirm-changes', answer.plan);
  dialog.returnValue = 'no';
  dialog.addEventListener('close', () => {
    clicked.focus();
    if (dialog.returnValue === 'yes') act('/rollback', {revision: entry.revision}).catch(failed);
  }, {once: true});
  dialog.showModal();
}

/** Puts the cursor where a problem is; columns count characters, not halves of them. */
function jump(line, column) {
  const text = byId('text').value;
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  const at = before + [...lines[line - 1] ?? ''].slice(0, column - 1).join('').length;
  byId('text').focus();
  byId('text').setSelectionRange(at, at);
}

/** Only the newest text is judged, once nothing was typed for a moment. */
async function judge() {
  typed.abort();
  typed = new AbortController();
  const {signal} = typed;
  await new Promise((resolve) => { setTimeout(resolve, TYPING_MILLIS); });
  if (signal.aborted) return;
  const text = byId('text').value;
  if (!text.trim()) {
    clearDryRun('typed');
    return;
  }
  const body = await dryRun('POST', '/plan', {text, signal});
  if (!signal.aborted) showDryRun('typed', body, 'This text', jump);
}

byId('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  logIn(byId('token').value);
  byId('login-error').textContent = '';
  try {
    await refresh();
  } catch (error) {
    logIn('');
    byId('login-error').textContent = error.message;
    return;
  }
  byId('token').value = '';
  show(true);
  byId('main').focus();
  if (following) return;
  following = true;
  const end = await follow(refresh, failed);
  following = false;
  logOut(end);
});
byId('reload').addEventListener('click', () => {
  if (byId('reload').getAttribute('aria-disabled') !== 'true') act('/reload').catch(failed);
});
byId('resume').addEventListener('click', () => act('/resume').then(() => byId('reload').focus()).catch(failed));
byId('check').addEventListener('click', () => refresh().catch(failed));
byId('text').addEventListener('input', () => judge().catch(failed));
byId('take').addEventListener('click', async () => {
  const body = await get('/config').catch(failed);
  if (!body) return;
  byId('text').value = JSON.stringify(body.config, undefined, 2);
  byId('text').focus();
  judge().catch(failed);
});
byId('route').addEventListener('submit', (event) => {
  event.preventDefault();
  call('GET', `/route?${new URLSearchParams(new FormData(event.target))}`).then(showRoute).catch(failed);
});
byId('compare').addEventListener('submit', (event) => {
  event.preventDefault();
  call('GET', `/history/diff?${new URLSearchParams(new FormData(event.target))}`).then(showComparison).catch(failed);
});
