/** What the API says when it refuses: RFC 9457, with every wrong field at once. */

export interface FieldError {
  field: string;
  code: string;
  message: string;
}

export interface Candidate {
  id?: string;
  title?: string;
  matched: string[];
}

export interface Conflict {
  field: string;
  yours: unknown;
  theirs: unknown;
}

interface Body {
  code?: string;
  title?: string;
  detail?: string;
  errors?: FieldError[];
  candidates?: Candidate[];
  conflicts?: Conflict[];
  request_id?: string;
  version?: number;
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body: Body,
    readonly retryAfter = 0,
  ) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
  }

  get code(): string {
    return this.body.code ?? "";
  }

  /** Messages by field; a nested name such as `emails.0.value` counts for its field too. */
  get fields(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { field, message } of this.body.errors ?? []) {
      found[field] = message;
      found[field.split(/[.[]/)[0] ?? field] ??= message;
    }
    return found;
  }

  /** Whether asking again later may help: no connection, too many requests, something is down. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Body;
  return new Problem(response.status, body, Number(response.headers.get("Retry-After") ?? 0));
}
