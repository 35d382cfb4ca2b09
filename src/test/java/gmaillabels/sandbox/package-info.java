/**
 * A stand-in for Google on the loopback interface: the OAuth consent screen, the token and revoke
 * endpoints, and the part of the Gmail API that deals with labels. Everything speaks real HTTP, so
 * the program under test needs to know nothing about it but the addresses.
 *
 * <p>{@link gmaillabels.sandbox.SandboxGoogle} is the place to start, {@link
 * gmaillabels.sandbox.SandboxBrowser} plays the user who is asked for consent, and {@link
 * gmaillabels.sandbox.ScriptedResponse} scripts what goes wrong.
 */
package gmaillabels.sandbox;
