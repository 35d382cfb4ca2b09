/** Labels as values. */
package gmaillabels.label;
