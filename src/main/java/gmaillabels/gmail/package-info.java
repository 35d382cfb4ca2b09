/** Gmail's labels over HTTP; the only package that knows Google's generated Gmail classes. */
package gmaillabels.gmail;
