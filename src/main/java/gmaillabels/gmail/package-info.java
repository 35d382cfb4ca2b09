/** Gmail over HTTP: the requests, their retries, and labels made of the answers. */
package gmaillabels.gmail;
