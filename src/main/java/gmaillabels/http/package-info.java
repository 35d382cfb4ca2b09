/** Requests to Google: proxies, attempts and retries, and responses as values. */
package gmaillabels.http;
