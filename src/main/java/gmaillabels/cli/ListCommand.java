package gmaillabels.cli;

import gmaillabels.auth.Session;
import gmaillabels.gmail.LabelsClient;
import gmaillabels.label.Label;
import java.util.List;

/** Lists the labels. */
final class ListCommand {
  private final ListingOptions options;
  private final SessionFactory sessions;
  private final LabelsClient gmail;
  private final Console console;

  ListCommand(
      ListingOptions options, SessionFactory sessions, LabelsClient gmail, Console console) {
    this.options = options;
    this.sessions = sessions;
    this.gmail = gmail;
    this.console = console;
  }

  void run() {
    // Before files are read or requests made: wrong options are reported first.
    options.check();
    Session session = sessions.open();
    List<Label> labels = options.filter().apply(gmail.list(session, options.fields()));
    if (options.needsCounts()) {
      labels = gmail.withCounts(session, labels);
    }
    List<Label> listed = options.sort().apply(options.unreadOnly(labels));
    if (listed.isEmpty()) {
      console.info("No labels found.");
    }
    console.print(out -> options.format().write(listed, out));
  }
}
