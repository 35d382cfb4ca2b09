/** What can go wrong: every message a person can meet, with its exit code. */
package gmaillabels.failure;
