// What a command prints may hold what its environment keeps secret: it is taken out of what the
// store keeps and messages say.

const secretNames = /SECRET|TOKEN|PASSWORD|KEY|CREDENTIAL/i;
/** Shorter values are words such as "true". */
const shortest = 8;
/** A password in a URL: `redis://user:password@host`. */
const passwords = /\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/"'<>]{0,256}):[^\s/"'<>]{1,1024}@/gi;

/**
 * A text with "[redacted]" for the values, of 8 characters and more, of variables whose names hold
 * SECRET, TOKEN, PASSWORD, KEY or CREDENTIAL, and for passwords in URLs.
 */
export function redacted(text: string, env: NodeJS.ProcessEnv): string {
  const secrets = Object.entries(env)
    .filter(([name]) => secretNames.test(name))
    .flatMap(([, value = ""]) => [value, value.trim()])
    .filter((value) => value.length >= shortest)
    // One that holds another goes first.
    .sort((a, b) => b.length - a.length);
  const without = secrets.reduce((left, secret) => left.replaceAll(secret, "[redacted]"), text);
  return without.replace(passwords, "$1:[redacted]@");
}
