// What a server may do: answer in several dialects, be busy, fail, break off, hang, not be there.

import { InputError } from "@w2s/base";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { type ChatRequest, chatServer, type Reply } from "../../test/chat-server.js";
import { Endpoint } from "./endpoint.js";
import { type ServiceOptions, serviceSchema } from "./options.js";
import type { Question } from "./service.js";

afterEach(() => vi.unstubAllEnvs());

const never = new AbortController().signal;
const question: Question = {
  messages: [{ role: "user", text: "A or B?" }],
  maxTokens: 4,
  temperature: 0,
  alternatives: 5,
  choices: ["A", "B"],
};

const options = (changes: Partial<ServiceOptions> = {}): ServiceOptions => ({
  ...z.object(serviceSchema).parse({}),
  backoff: 0.005,
  timeout: 0.3,
  ...changes,
});

/** A server with these replies, one after another, the last again and again. */
async function serverOf(...replies: readonly Reply[]) {
  const reply = ({ before }: ChatRequest) => replies[Math.min(before, replies.length - 1)]!;
  const server = await chatServer(reply);
  const asked = (changes: Partial<ServiceOptions> = {}, q = question, signal = never) =>
    new Endpoint(server.url, "tiny", options(changes)).answer(q, signal);
  return { ...server, asked };
}

const good = { text: "B", alternatives: { B: 0.75, A: 0.25 } };

describe("a chat endpoint", () => {
  it("asks by the protocol, and reads text, log-probabilities and tokens", async () => {
    const { asked, requests } = await serverOf(good);
    expect(await asked()).toEqual({
      text: "B",
      places: [
        {
          token: "B",
          alternatives: [
            { token: "B", logprob: Math.log(0.75) },
            { token: "A", logprob: Math.log(0.25) },
          ],
        },
      ],
      tokensIn: 3,
      tokensOut: 1,
      ended: true,
    });
    expect(requests[0]).toMatchObject({ path: "/v1/chat/completions", key: undefined });
    expect(requests[0]!.body).toEqual({
      model: "tiny",
      messages: [{ role: "user", content: "A or B?" }],
      max_tokens: 4,
      temperature: 0,
      logprobs: true,
      top_logprobs: 5,
      stream: false,
    });
  });

  it.each([
    ["choice", { structured_outputs: { choice: ["A", "B"] } }],
    ["guided_choice", { guided_choice: ["A", "B"] }],
    ["grammar", { grammar: 'root ::= "A" | "B"' }],
  ] as const)("constrains by %s as its server wants it", async (constrain, field) => {
    const { asked, requests } = await serverOf(good);
    await asked({}, { ...question, constrain });
    expect(requests[0]!.body).toMatchObject(field);
  });

  it("reads an answer out of the JSON that it asked for", async () => {
    const { asked, requests } = await serverOf({ text: '{ "answer": "B" }' });
    const said = await asked({}, { ...question, constrain: "json", alternatives: 0 });
    expect(said.text).toBe("B");
    expect(requests[0]!.body).toMatchObject({
      response_format: { type: "json_schema", json_schema: { strict: true } },
    });
  });

  it("goes on without log-probabilities where they are refused, and remembers", async () => {
    const refused = (name: string) => ({
      status: 400,
      body: JSON.stringify({ error: { message: `${name} is not supported with this model` } }),
    });
    const server = await chatServer(({ body }) => {
      if ("logprobs" in body) return refused("logprobs");
      if ("max_tokens" in body) return refused("Use max_completion_tokens: max_tokens");
      return good;
    });
    const endpoint = new Endpoint(server.url, "tiny", options());
    expect(await endpoint.answer(question, never)).toMatchObject({ text: "B", places: [] });
    expect(server.requests).toHaveLength(3);
    await endpoint.answer(question, never);
    expect(server.requests).toHaveLength(4);
  });

  it.each([
    ["top_logprobs must be less than or equal to 5", 5],
    ["Input validation error: `top_logprobs` 20 is above the limit, between 0 and 8.", 8],
    ["logprobs are not supported by gpt-4o-2024-08-06", undefined],
  ])("asks for as many alternatives as a server lists: %s", async (message, most) => {
    const server = await chatServer(({ body }) =>
      body.top_logprobs === most
        ? good
        : { status: 422, body: JSON.stringify({ error: message, error_type: "validation" }) },
    );
    const endpoint = new Endpoint(server.url, "tiny", options());
    const { places } = await endpoint.answer({ ...question, alternatives: 20 }, never);
    expect(places).toHaveLength(most === undefined ? 0 : 1);
    expect(server.requests).toHaveLength(2);
  });

  /** A completion as a server of another make writes it. */
  const completion = (choice: object, more: object = {}) => ({
    status: 200,
    body: JSON.stringify({ choices: [{ finish_reason: "stop", ...choice }], ...more }),
  });
  const token = (name: string, logprob: number | null, listed: readonly string[] = []) => ({
    token: name,
    logprob,
    top_logprobs: listed.map((other) => ({ token: other, logprob: -3 })),
  });

  it.each([
    [
      "parts",
      [
        { type: "thinking", thinking: [{ text: "A?" }] },
        { type: "text", text: "B" },
      ],
      "B",
    ],
    ["nothing, where it is still thinking", null, ""],
  ])("reads content in %s", async (_, content, text) => {
    const message = { role: "assistant", content, reasoning_content: "A?" };
    const { asked } = await serverOf(completion({ message }, { usage: {} }));
    expect(await asked()).toMatchObject({ text, places: [], tokensIn: 11 });
  });

  it.each([
    [
      "of the answer alone, behind those of a thought",
      [token("A", -1, ["A"]), token("</think>", 0, [])],
      ["B"],
    ],
    ["with signs for blanks, and a token that is not listed", [], ["\u2581B", "<|im_end|>"]],
    ["with other signs", [], ["\u010a", "\u0120B"]],
  ] as const)("takes tokens %s", async (_, thought, said) => {
    const content = [...thought, ...said.map((name) => token(name, -1, ["\u2581A"]))];
    const { asked } = await serverOf(
      completion({ message: { content: "B" }, logprobs: { content } }),
    );
    const place = (await asked()).places.find(({ token: name }) => name.trim() !== "")!;
    expect(place.token.trim()).toBe("B");
    expect(place.alternatives.map((one) => [one.token.trim(), one.logprob])).toEqual([
      ["A", -3],
      ["B", -1],
    ]);
  });

  it("reads log-probabilities in columns, and -Infinity as Python writes it", async () => {
    const logprobs = { tokens: ["B"], token_logprobs: [-1], top_logprobs: [{ B: -1, A: -2 }] };
    const one = completion({ message: { content: "B" }, logprobs });
    const body = one.body.replace('"A":-2', '"A":-2,"C": -Infinity');
    for (const reply of [one, { ...one, body }]) {
      const { asked } = await serverOf(reply);
      expect((await asked()).places).toEqual([
        {
          token: "B",
          alternatives: [
            { token: "B", logprob: -1 },
            { token: "A", logprob: -2 },
          ],
        },
      ]);
    }
  });

  it("takes an error in a body that went well for what it says", async () => {
    const error = (code: number, message: string) => ({
      status: 200,
      body: JSON.stringify({ error: { message, code } }),
    });
    const busy = await serverOf(error(429, "busy"), good);
    expect(await busy.asked()).toMatchObject({ text: "B" });
    const bad = await serverOf(error(400, "no such model"));
    await expect(bad.asked()).rejects.toThrow(/refuses the question \(400\): no such model/);
    expect(bad.requests).toHaveLength(1);
  });

  it.each([
    ["a 500", { status: 500, body: "oh" }],
    ["a 503 in HTML", { status: 503, body: "<html>" }],
    ["half a body", { fault: "cut" }],
    ["a connection that breaks", { fault: "reset" }],
    ["a server that hangs", { fault: "hang" }],
    ["what is no completion", { status: 200, body: '{"hello": 1}' }],
    ["a body without JSON", { status: 200, body: "data: {" }],
  ] as const)("asks again after %s", async (_, fault) => {
    const { asked, requests } = await serverOf(fault, fault, good);
    expect(await asked()).toMatchObject({ text: "B" });
    expect(requests).toHaveLength(3);
  });

  it("waits as long as it is told to, with all who ask", async () => {
    const { url, requests } = await serverOf(
      { status: 429, headers: { "retry-after": "1" } },
      good,
    );
    const endpoint = new Endpoint(url, "tiny", options());
    const began = performance.now();
    const first = endpoint.answer(question, never);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([first, endpoint.answer(question, never)]);
    expect(performance.now() - began).toBeGreaterThan(990);
    expect(requests).toHaveLength(3);
  });

  it("says in one line when it is told to wait for an hour", async () => {
    const { asked } = await serverOf({ status: 429, headers: { "retry-after": "3600" } });
    await expect(asked()).rejects.toThrow(
      /^chat: tiny at http.*: asks to wait 60 minutes \(answer 429: no words\); run again then$/,
    );
  });

  it("gives up after its retries, in one line", async () => {
    const { asked, requests } = await serverOf({ status: 502, body: "bad\n\u001b[31mgateway" });
    await expect(asked({ retries: 3 })).rejects.toThrow(
      /: no answer after 4 attempts, the last: answer 502: bad \[31mgateway; answers so far are/,
    );
    await expect(asked({ retries: 0 })).rejects.toThrow(InputError);
    expect(requests).toHaveLength(5);
  });

  it.each([
    [401, "no such key", /refuses a key, which "keyFrom" would name, \(401\): no such key/],
    [403, "not you", /refuses access with a key, .*\(403\): not you/],
    [404, "no model", /knows no such address or model \(404\): no model; "url" must end before/],
    [400, "too long", /refuses the question \(400\): too long/],
    [301, "", /redirects \(301\); give the address/],
  ])("asks once where it is answered %d", async (status, message, line) => {
    const { asked, requests } = await serverOf({
      status,
      body: JSON.stringify({ error: { message } }),
    });
    const refused = asked();
    await expect(refused).rejects.toThrow(line);
    await expect(refused).rejects.toThrow(InputError);
    expect(requests).toHaveLength(1);
  });

  it("asks once where the quota is used up", async () => {
    const body = JSON.stringify({ error: { message: "pay", code: "insufficient_quota" } });
    const { asked, requests } = await serverOf({ status: 429, body });
    await expect(asked()).rejects.toThrow("pay");
    expect(requests).toHaveLength(1);
  });

  it("says soon that nobody listens", async () => {
    const endpoint = new Endpoint("http://127.0.0.1:9/v1", "tiny", options());
    await expect(endpoint.answer(question, never)).rejects.toThrow(
      /after 3 attempts, the last: (nobody listens there \(ECONNREFUSED\)|bad port)/,
    );
  });

  it.each(["cut", "reset"] as const)("says in words that a connection was %s", async (fault) => {
    const { asked } = await serverOf({ fault }, { fault });
    await expect(asked({ retries: 1 })).rejects.toThrow(
      /after 2 attempts, the last: the connection was cut \(\w+\); answers so far are kept/,
    );
  });

  it("stops at once when the run is aborted", async () => {
    const { asked } = await serverOf({ fault: "hang" });
    const aborted = new AbortController();
    setTimeout(() => aborted.abort(new Error("enough")), 50);
    await expect(asked({ timeout: 60 }, question, aborted.signal)).rejects.toThrow("enough");
  });

  it("sends the key of the environment, and shows it nowhere", async () => {
    vi.stubEnv("A_TEST_KEY", "sk-secret-1234");
    const body = JSON.stringify({ error: { message: "no key sk-secret-1234 here" } });
    const { asked, requests } = await serverOf(good, { status: 401, body });
    await asked({ keyFrom: "A_TEST_KEY" });
    expect(requests[0]!.key).toBe("Bearer sk-secret-1234");
    await expect(asked({ keyFrom: "A_TEST_KEY" })).rejects.toThrow(
      "refuses the key in A_TEST_KEY (401): no key *** here",
    );
  });

  it("says which variable has no key", async () => {
    const { asked, requests } = await serverOf(good);
    await expect(asked({ keyFrom: "NO_SUCH_KEY" })).rejects.toThrow(
      'chat: the environment variable NO_SUCH_KEY, which "keyFrom" names, is not set',
    );
    expect(requests).toHaveLength(0);
  });
});
