/** Signing in: the OAuth client, the cached tokens, the browser and the redirect. */
package gmaillabels.auth;
