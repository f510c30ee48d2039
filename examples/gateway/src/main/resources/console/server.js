// The token lives in this variable alone: neither in the address nor in storage, so it is gone with the page.
let token = '';

/** The server does not let this page in: the token is wrong or missing, or another one is in force by now. */
export class Refused extends Error {}

export function logIn(given) {
  token = given;
}

function headers() {
  return token ? {Authorization: `Bearer ${token}`} : {};
}

async function refusal(response) {
  const {error} = await response.json();
  return response.status === 401 || response.status === 403 ? new Refused(error) : new Error(error);
}

/** Returns what the server answers, be it a refusal of what was asked; throws if it does not let this page in. */
export async function call(method, path, {json, text, signal} = {}) {
  const response = await fetch(path, {
    method, signal, body: json ? JSON.stringify(json) : text,
    headers: {...headers(), ...(json ? {'Content-Type': 'application/json'} : {})}});
  if (response.status === 401 || response.status === 403) throw await refusal(response);
  return response.json();
}

/** Like call, for what has an answer whenever the server works. */
export async function get(path) {
  const body = await call('GET', path);
  if (body.error) throw new Error(body.error);
  return body;
}

const pause = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

/** Returns what a dry run says. It does not wait for what is under way, so it is asked for again, for some seconds. */
export async function dryRun(method, path, options) {
  for (let left = 20; ; left -= 1) {
    const body = await call(method, path, options);
    if (body.blockedBy !== 'busy' || left === 0) return body;
    await pause(300);
  }
}

/** Reads events with fetch, since an EventSource cannot send the token in a header. A line can come in two pieces. */
async function* events() {
  const response = await fetch('/events', {headers: {...headers(), Accept: 'text/event-stream'}});
  if (!response.ok) throw await refusal(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop();
    for (const line of lines) if (line.startsWith('event: ')) yield line.slice('event: '.length);
  }
  throw new Error('the connection ended');
}

/** Calls changed whenever something else is to be shown, connects again after a pause, and returns what ended that for good. */
export async function follow(changed, lost) {
  for (;;) {
    try {
      for await (const name of events()) {
        if (name === 'refused') throw new Error('the gateway serves no more pages now');
        await changed();
      }
    } catch (error) {
      if (error instanceof Refused) return error;
      lost(error);
    }
    await pause(2000);
  }
}
