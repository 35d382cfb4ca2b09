/** The command line: options, commands, and the one place where a failure becomes a message. */
package gmaillabels.cli;
