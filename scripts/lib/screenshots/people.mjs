export const PASSWORD = 'correct horse battery';

/** Registers somebody; the page's browser keeps the session. `call` speaks to the API as them. */
export async function register(page, home, name) {
  const email = `${name.split(' ')[0].toLowerCase()}@example.com`;
  const answer = await page.request.post(`${home}/api/v1/auth/register`, {
    data: { name, email, password: PASSWORD },
  });
  if (!answer.ok()) throw new Error(`registering ${email}: ${answer.status()} ${await answer.text()}`);
  const { accessToken, workspace } = await answer.json();
  return { name, email, workspaceId: workspace.id, call: callAs(home, accessToken) };
}

const callAs = (home, token) => async (method, path, body) => {
  const form = body instanceof FormData;
  const answer = await fetch(`${home}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, ...(!form && { 'Content-Type': 'application/json' }) },
    body: form ? body : body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
};
