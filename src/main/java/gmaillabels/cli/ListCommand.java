package gmaillabels.cli;

import gmaillabels.auth.Session;
import gmaillabels.error.LabelProblems;
import gmaillabels.gmail.LabelsClient;
import gmaillabels.label.Label;
import gmaillabels.label.LabelFilter;
import java.util.List;

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
    Session session = sessions.open();
    List<Label> all = gmail.list(session, options.fields());
    LabelFilter filter = options.filter();
    List<String> missing = filter.missing(all);
    List<Label> labels = filter.apply(all);
    if (options.needsCounts()) {
      labels = gmail.withCounts(session, labels);
    }
    List<Label> listed = options.sort().apply(options.unreadOnly(labels));
    if (listed.isEmpty() && missing.isEmpty()) {
      console.info("No labels found.");
    }
    console.print(out -> options.format().write(listed, out));
    if (!missing.isEmpty()) {
      throw LabelProblems.notFound(missing);
    }
  }
}
