/** Labels as text, one small class per format. */
package gmaillabels.output;
