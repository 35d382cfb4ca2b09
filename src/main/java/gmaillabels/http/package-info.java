/** Requests to Google: proxies, attempts and retries, and whole responses. */
package gmaillabels.http;
