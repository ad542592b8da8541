// A day in the life of a contact, by the types that `/openapi.json` generates: node client.js URL EMAIL PASSWORD
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };
type Contact = components["schemas"]["Contact"];

function good<T>(answer: { data?: T; error?: unknown; response: Response }, status: number): T {
  if (answer.response.status !== status) {
    throw new Error(`${answer.response.url}: ${answer.response.status} ${JSON.stringify(answer.error)}`);
  }
  return answer.data as T;
}

function same(found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
  }
}

const [baseUrl = "", email = "", password = ""] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl });
const { id_token } = good(await client.POST("/public/auth/login", { body: { email, password } }), 200);
client.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${id_token}`);
    return request;
  },
});

const last_name = `Generated${Date.now()}`;
const value = `${last_name.toLowerCase()}@client.example`;
const body = { last_name, emails: [{ value, type: "work" }], tags: ["typed"] };
const made: Contact = good(await client.POST("/v1/contacts", { body, params: { header: { "Idempotency-Key": last_name } } }), 201);
same(made.emails, [{ value, type: "work", primary: true }]);

const path = { id: made.id };
const changed = good(await client.PATCH("/v1/contacts/{id}", {
  params: { path, header: { "If-Match": `"${made.version}"` } }, body: { job_title: "Typist", tags: null },
}), 200);
same([changed.job_title, changed.version], ["Typist", 2]);

const filter = JSON.stringify({ field: "last_name", op: "eq", value: last_name });
for (let left = 50; ; left--) { // lists follow a write within milliseconds
  const { data, next_cursor } = good(await client.GET("/v1/contacts", { params: { query: { filter, limit: 10 } } }), 200);
  if (data[0]?.id === made.id || left === 0) {
    same([data.map((each) => each.id), next_cursor], [[made.id], null]);
    break;
  }
  await new Promise((later) => setTimeout(later, 100));
}

const wrong = await client.POST("/v1/contacts", { body: { emails: ["nobody"] } });
same([wrong.response.status, wrong.error?.code, wrong.error?.errors[0]?.field], [422, "invalid", "emails[0].value"]);

good(await client.DELETE("/v1/contacts/{id}", { params: { path } }), 204);
const gone = await client.GET("/v1/contacts/{id}", { params: { path } });
same([gone.response.status, gone.error?.code], [404, "not_found"]);
console.log("a generated client works");
