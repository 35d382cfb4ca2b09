/** What can go wrong: every message that a user can meet, with its exit code. */
package gmaillabels.error;
