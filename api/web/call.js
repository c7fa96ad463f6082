// Calls the API. Whatever goes wrong becomes a Failure whose message is a Chinese sentence for the reader.
import { say } from "/web/texts.js";

const PATIENCE = 30000;

export class Failure extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export async function call(path, { method = "GET", body, headers = {} } = {}) {
  const request = { method, headers: { ...headers }, signal: AbortSignal.timeout(PATIENCE) };
  if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    throw new Failure(say(error.name === "TimeoutError" ? "failure.slow" : "failure.away"), 0);
  }
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    throw new Failure(say("failure.odd"), response.status);
  }
  if (!response.ok) throw new Failure(answer.detail || say("failure.odd"), response.status);
  return answer;
}
